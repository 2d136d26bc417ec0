import type { Task } from '@open-ada/production-rules';
import type { SimulationSettings } from '@open-ada/xland-sim';
import type { Mode } from './policy.js';

/** Tasks that one job plays side by side. Fixed, so that results do not depend on the number of workers. */
export const SHARD_TASKS = 125;

/** Who plays: the agent; the agent with memory cleared between trials; or a reference. */
export type Player = 'agent' | 'cleared' | 'random' | 'noop' | 'oracle';

/** One shard of the tasks, played once at one k by one player. */
export interface Job {
  player: Player;
  /** Trials per episode. */
  k: number;
  repeat: number;
  /** First task of the shard; it holds at most SHARD_TASKS. */
  first: number;
  count: number;
  seed: number;
}

export interface JobResult {
  job: Job;
  /** `[count][k]`: reward of each trial, in decisions with the goal held. */
  rewardByTrial: number[][];
  frames: number;
}

/** What a worker needs before its first job; plain data. */
export interface WorkerSetup {
  tasks: Task[];
  /** The agent file; absent when only references play. */
  checkpoint?: { bytes: Uint8Array; file: string };
  simulation: SimulationSettings;
  /** Slots of the batched environment. */
  slots: number;
  mode: Mode;
}

/**
 * Mixes integers into one seed in [0, 2^31). Episodes of the same task, k and repeat share their seed whoever plays, so that
 * agent and memory-cleared control start every trial alike.
 */
export function mixSeed(...parts: number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
  }
  return hash >>> 1;
}

/** All jobs of `tasks` tasks, the longest first so that workers end together. */
export function planJobs(
  tasks: number,
  players: readonly Player[],
  ks: readonly number[],
  repeats: number,
  seed: number,
): Job[] {
  const jobs: Job[] = [];
  for (const player of players) {
    for (const k of ks) {
      // With one trial there is no boundary to clear memory at: the control is the agent's own run.
      if (player === 'cleared' && k === 1) continue;
      for (let repeat = 0; repeat < repeats; repeat++) {
        for (let first = 0; first < tasks; first += SHARD_TASKS) {
          jobs.push({ player, k, repeat, first, count: Math.min(SHARD_TASKS, tasks - first), seed });
        }
      }
    }
  }
  return jobs.sort((a, b) => b.k - a.k);
}
