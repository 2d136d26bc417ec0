import type { Mode } from '@open-ada/ada-agent';
import type { Task } from '@open-ada/production-rules';
import type { SimulationSettings } from '@open-ada/xland-sim';
import { type Play, shardPlays } from './shards.js';

/** Who plays: the agent; the agent with memory cleared between trials; or a reference. */
export type Player = 'agent' | 'cleared' | 'random' | 'noop' | 'oracle';

/** One shard of the episodes of one player at one k. */
export interface Job {
  player: Player;
  /** Trials per episode. */
  k: number;
  /** The one trial that is played, from 0; absent: all of them. */
  trial?: number;
  plays: Play[];
  seed: number;
}

export interface JobResult {
  job: Job;
  /** `[plays][trials played]`: reward of each trial, in steps with the goal held. */
  rewardByTrial: number[][];
  steps: number;
  /** `[plays]`: the episodes as replay files, where they were asked for. */
  replays?: string[];
}

/** What a worker needs before its first job; plain data. */
export interface WorkerSetup {
  tasks: readonly Task[];
  /** The agent file; absent when only references play. */
  checkpoint?: { bytes: Uint8Array; file: string };
  simulation: SimulationSettings;
  mode: Mode;
  /** Keep replays of the agent's episodes of this many trials. */
  replaysOfK?: number;
}

export interface PlanOptions {
  tasks: readonly Task[];
  /** Indices of those that are played. */
  which: readonly number[];
  players: readonly Player[];
  ks: readonly number[];
  repeats: number;
  seed: number;
}

/** All jobs, the longest first so that workers end together. */
export function planJobs({ tasks, which, players, ks, repeats, seed }: PlanOptions): Job[] {
  const shards = shardPlays(tasks, which, repeats);
  const jobs = players.flatMap((player) =>
    ks.flatMap((k) => {
      const trials = player === 'cleared' ? clearedTrials(k, Math.max(...ks)) : [undefined];
      return trials.flatMap((trial) => shards.map((plays): Job => ({ player, k, trial, plays, seed })));
    }),
  );
  return jobs.sort((a, b) => jobCost(b, tasks) - jobCost(a, tasks));
}

/**
 * The trials of the memory-cleared control that are played: at the largest k all but the first, which is the agent's own; else the
 * last one, which is the one that is scored. Nothing is left of the trials before, so that each is played on its own; the agent is told how
 * many remain as in the whole episode. With one trial there is no boundary to clear memory at.
 */
function clearedTrials(k: number, largest: number): number[] {
  if (k < largest) return k === 1 ? [] : [k - 1];
  return Array.from({ length: k - 1 }, (_, i) => i + 1);
}

/** Time of one simulated second by player, relative to the agent's: how far an evaluation is, and the order of its jobs, go by it. */
const COST: Record<Player, number> = { agent: 1, cleared: 0.8, random: 0.25, noop: 0.2, oracle: 0.5 };

/** What a job costs, in seconds of the agent's simulated time. */
export function jobCost({ player, k, trial, plays }: Job, tasks: readonly Task[]): number {
  const seconds = plays.reduce((sum, { task }) => sum + tasks[task].trialSeconds, 0);
  return COST[player] * seconds * (trial === undefined ? k : 1);
}
