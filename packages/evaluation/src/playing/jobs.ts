import type { Mode } from '@open-ada/ada-agent';
import type { Task } from '@open-ada/production-rules';
import type { SimulationSettings } from '@open-ada/xland-sim';
import type { Labour } from './labour-meter.js';
import { type Play, shardPlays } from './shards.js';

/**
 * The player: the agent; the agent with memory reset before each trial (memory-reset control); a reference player; or
 * the explorer, whose trials are stored before any evaluation.
 */
export type Player = 'agent' | 'cleared' | 'random' | 'noop' | 'oracle' | 'explorer';

/** One shard of the episodes of one player with k trials. */
export interface Job {
  player: Player;
  /** Trials per episode. */
  k: number;
  /** Index (from 0) of the only trial that is played. Absent: all trials are played. */
  trial?: number;
  plays: Play[];
  seed: number;
  /** Seat of the agent beside a co-player. Absent: it plays from all seats. */
  seat?: number;
  /** The co-player, where the job has a seat. Absent: the random policy. */
  beside?: 'noop';
}

export interface JobResult {
  job: Job;
  /** `[plays][trials played]`: reward of each trial, in steps with the goal held. */
  rewardByTrial: number[][];
  steps: number;
  /** `[plays][trials played]`: useful actions of the players, in tasks for two of agent and oracle. */
  labour?: Labour[][];
  /** `[plays]`: the episodes as replay files, if they were requested. */
  replays?: string[];
}

/** What a worker needs before its first job, as plain data. */
export interface WorkerSetup {
  tasks: readonly Task[];
  /** The agent file; absent when only references play. */
  checkpoint?: { bytes: Uint8Array; file: string };
  simulation: SimulationSettings;
  mode: Mode;
  /** Keep replays of the agent's episodes with this number of trials. */
  replaysOfK?: number;
}

export interface PlanOptions {
  tasks: readonly Task[];
  /** Indices of the tasks to play. */
  which: readonly number[];
  players: readonly Player[];
  ks: readonly number[];
  repeats: number;
  seed: number;
  /** Seats from which each episode is played once beside a co-player. Absent: the players play from all seats. */
  seats?: readonly number[];
  /** The co-player, if it is not the random policy. */
  beside?: Job['beside'];
}

/** Plans all jobs. The longest come first, so that the workers finish at about the same time. */
export function planJobs({ tasks, which, players, ks, repeats, seed, seats = [], beside }: PlanOptions): Job[] {
  const shards = shardPlays(tasks, which, repeats);
  const jobs = players.flatMap((player) =>
    ks.flatMap((k) => {
      const trials = player === 'cleared' ? clearedTrials(k, Math.max(...ks)) : [undefined];
      const alike = trials.flatMap((trial) => shards.map((plays): Job => ({ player, k, trial, plays, seed })));
      return seats.length === 0
        ? alike
        : seats.flatMap((seat) => alike.map((job) => ({ ...job, seat, ...(beside && { beside }) })));
    }),
  );
  return jobs.sort((a, b) => jobCost(b, tasks) - jobCost(a, tasks));
}

/**
 * Trials that the memory-reset control plays. At the largest k it plays all but the first, which is the same as the
 * agent's own. Otherwise it plays only the last one, which is the one that is scored. Nothing from earlier trials is
 * left in memory, so each trial is played on its own. The agent is told the same number of remaining trials as in the
 * whole episode. With one trial there is no boundary at which memory could be reset.
 */
function clearedTrials(k: number, largest: number): number[] {
  if (k < largest) return k === 1 ? [] : [k - 1];
  return Array.from({ length: k - 1 }, (_, i) => i + 1);
}

/**
 * Computing time per simulated second for each player, relative to the agent. It determines the progress display and
 * the order of the jobs.
 */
const COST: Record<Player, number> = { agent: 1, cleared: 0.8, random: 0.25, noop: 0.2, oracle: 0.5, explorer: 0.5 };

/** Cost of a job, in seconds of the agent's simulated time. */
export function jobCost({ player, k, trial, plays }: Job, tasks: readonly Task[]): number {
  const seconds = plays.reduce((sum, { task }) => sum + tasks[task].trialSeconds, 0);
  return COST[player] * seconds * (trial === undefined ? k : 1);
}
