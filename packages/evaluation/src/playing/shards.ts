import type { Task } from '@open-ada/production-rules';

/** One episode to play: task index and repeat index. */
export interface Play {
  /** Index in the list of tasks. */
  task: number;
  repeat: number;
}

/** Largest number of episodes that are played side by side. */
export const SHARD_PLAYS = 128;

/** Numbers of environments for which networks are compiled. */
const CAPACITIES = [32, 64, SHARD_PLAYS];

/** Smallest number of environments that holds a shard. */
export function shardCapacity(plays: number): number {
  return CAPACITIES.find((capacity) => capacity >= plays) ?? SHARD_PLAYS;
}

/**
 * Groups the episodes of all tasks into shards whose episodes end together. The episodes of a shard are played in
 * lockstep, so no environment waits for a longer trial. The shards depend on the arguments only, so results do not
 * depend on the number of workers.
 * @param which indices of the tasks to play
 */
export function shardPlays(
  tasks: readonly Pick<Task, 'trialSeconds'>[],
  which: readonly number[],
  repeats: number,
): Play[][] {
  const byLength = new Map<number, Play[]>();
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const task of which) {
      const { trialSeconds } = tasks[task];
      const plays = byLength.get(trialSeconds) ?? [];
      plays.push({ task, repeat });
      byLength.set(trialSeconds, plays);
    }
  }
  return [...byLength.values()].flatMap((plays) =>
    Array.from({ length: Math.ceil(plays.length / SHARD_PLAYS) }, (_, i) =>
      plays.slice(i * SHARD_PLAYS, (i + 1) * SHARD_PLAYS),
    ),
  );
}
