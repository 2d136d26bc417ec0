import type { Task } from '@open-ada/production-rules';

/** One episode to be played: which task, and the how-manieth time. */
export interface Play {
  /** Index in the list of tasks. */
  task: number;
  repeat: number;
}

/** Episodes that are played side by side, at most. */
export const SHARD_PLAYS = 128;

/** Numbers of envCount for which networks are compiled. */
const CAPACITIES = [32, 64, SHARD_PLAYS];

/** The envCount in which a shard is played: as few as hold it. */
export function shardCapacity(plays: number): number {
  return CAPACITIES.find((capacity) => capacity >= plays) ?? SHARD_PLAYS;
}

/**
 * Groups the episodes of all tasks so that those of a group end together: they are played in lockstep, and no envIndex ever waits for a longer
 * trial. The groups depend on the arguments only, so that results do not depend on the number of workers.
 * @param which indices of the tasks that are played
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
