import { InputError } from '@open-ada/node-kit';
import type { Task } from '@open-ada/production-rules';
import { dynamicsDifference, type SimulationSettings } from '@open-ada/xland-sim';
import { type Job, planJobs } from '../playing/jobs.js';

/** Trials that the oracle plays per task; it knows the rules, so each of them counts as a last trial. */
export const ORACLE_TRIALS = 3;
/** Seeds of the oracle's trials are its own, for ever: a referenceScore never changes with an evaluation's seed. */
export const ORACLE_SEED = 20_230_118;

/** What referenceScores belong to: worlds that differ in observations only are the same to the oracle. */
export interface NormalisedWorld {
  /** Hash of the task file. */
  tasksSha256: string;
  simulation: SimulationSettings;
}

/** The best reward known for the last trial of each task: what a score of 1 means. Kept beside the task file. */
export interface ReferenceScores extends NormalisedWorld {
  version: 1;
  /** The best of this many trials of the oracle. */
  oracleTrials: number;
  /** `[tasks]`, in steps with the goal held; 0: the oracle does not solve the task, which is then left out and counted. */
  rewards: number[];
}

export function referenceJobs(tasks: readonly Task[]): Job[] {
  const which = [...tasks.keys()];
  return planJobs({ tasks, which, players: ['oracle'], ks: [ORACLE_TRIALS], repeats: 1, seed: ORACLE_SEED });
}

/** @param byTask `[tasks][trials]` rewards of the oracle. */
export function referenceScoresFrom(world: NormalisedWorld, byTask: readonly number[][]): ReferenceScores {
  // Rewards are sums of fractions of steps: six digits keep them exact enough and the file small.
  const rewards = byTask.map((trials) => Number(Math.max(...trials).toFixed(6)));
  return { version: 1, ...world, oracleTrials: ORACLE_TRIALS, rewards };
}

/** @throws InputError when the text is no referenceScore file; returns undefined when it belongs to other tasks or another world. */
export function parseReferenceScores(text: string, file: string, world: NormalisedWorld): ReferenceScores | undefined {
  let parsed: Partial<ReferenceScores>;
  try {
    parsed = JSON.parse(text) as Partial<ReferenceScores>;
  } catch (error) {
    throw new InputError(`${file} is not JSON (${(error as Error).message}); delete it and it is computed again.`);
  }
  if (parsed.version !== 1 || !Array.isArray(parsed.rewards)) {
    throw new InputError(`${file} is not a referenceScore file of version 1; delete it and it is computed again.`);
  }
  const same =
    parsed.tasksSha256 === world.tasksSha256 &&
    parsed.oracleTrials === ORACLE_TRIALS &&
    dynamicsDifference(parsed.simulation ?? ({} as SimulationSettings), world.simulation) === undefined;
  return same ? (parsed as ReferenceScores) : undefined;
}
