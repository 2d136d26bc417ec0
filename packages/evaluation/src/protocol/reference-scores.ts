import { InputError } from '@open-ada/node-kit';
import type { Task } from '@open-ada/production-rules';
import { dynamicsDifference, type SimulationSettings } from '@open-ada/xland-sim';
import { type Job, planJobs } from '../playing/jobs.js';
import { parseHashed, withHash } from './hashed-file.js';

/** Trials of the oracle by which tasks are validated before they are frozen. */
export const SCREENING_TRIALS = 3;
/**
 * Additional trials of the oracle for the reference score. The oracle knows the rules, so each of its trials counts as
 * a last trial.
 */
const MORE_TRIALS = 17;
export const ORACLE_TRIALS = SCREENING_TRIALS + MORE_TRIALS;
/**
 * The oracle's trials have fixed seeds of their own. A reference score therefore never changes with the seed of an
 * evaluation.
 */
export const ORACLE_SEED = 20_230_118;

/** How an agent was played whose best trials are in a file of reference scores. */
export interface ReferenceAgent {
  /** SHA-256 of the agent file. */
  sha256: string;
  trials: number[];
  repeats: number;
  seed: number;
  mode: string;
}

/**
 * The tasks and the world that reference scores belong to. Worlds that differ only in observations are the same to the
 * oracle.
 */
export interface ReferenceWorld {
  /** Hash of the task file. */
  tasksSha256: string;
  simulation: SimulationSettings;
}

/**
 * The best known reward of a trial of each task. It corresponds to a score of 1. The file is stored beside the task
 * file.
 */
export interface ReferenceScores extends ReferenceWorld {
  version: 2;
  oracleTrials: number;
  /** The agents whose best trials are in `rewards`. */
  agents: ReferenceAgent[];
  /** `[tasks]`: the oracle's best trial, in steps with the goal held; 0 if it does not solve the task. */
  oracle: number[];
  /**
   * `[tasks]`: the best trial of the oracle or any of the agents. If it is 0, nobody has solved the task; it is
   * excluded and counted.
   */
  rewards: number[];
  /** Hash of everything above as JSON. It reveals edits by hand. */
  sha256: string;
}

export const HOW_TO_FREEZE = 'make it again with pnpm task freeze-references';

/**
 * Rounds a reward to six digits. Rewards are sums of fractions of steps; six digits are exact enough and keep the file
 * small.
 */
export const tidyReward = (reward: number): number => Number(reward.toFixed(6));

export function referenceJobs(tasks: readonly Task[]): Job[] {
  const which = [...tasks.keys()];
  const ks = [SCREENING_TRIALS, MORE_TRIALS];
  return planJobs({ tasks, which, players: ['oracle'], ks, repeats: 1, seed: ORACLE_SEED });
}

/**
 * @param oracle `[tasks]`: best trial of the oracle
 * @param best one list per agent, `[tasks]`: best trial of the agent
 */
export function referenceScoresFrom(
  world: ReferenceWorld,
  oracle: readonly number[],
  agents: readonly ReferenceAgent[],
  best: readonly (readonly number[])[],
): ReferenceScores {
  const content: Omit<ReferenceScores, 'sha256'> = {
    version: 2,
    ...world,
    oracleTrials: ORACLE_TRIALS,
    agents: [...agents],
    oracle: oracle.map(tidyReward),
    rewards: oracle.map((reward, task) => tidyReward(Math.max(reward, ...best.map((rewards) => rewards[task])))),
  };
  return withHash(content);
}

/** @throws InputError if the text is not a file of reference scores of these tasks and this world */
export function parseReferenceScores(text: string, file: string, world: ReferenceWorld): ReferenceScores {
  const kind = { version: 2, what: 'reference scores', how: HOW_TO_FREEZE };
  const found = parseHashed<ReferenceScores>(text, file, kind);
  if (found.tasksSha256 !== world.tasksSha256) {
    throw new InputError(`${file} is of other tasks than the manifest's; ${HOW_TO_FREEZE}.`);
  }
  const difference = dynamicsDifference(found.simulation, world.simulation);
  if (difference) throw new InputError(`${file} is of another world (${difference}); ${HOW_TO_FREEZE}.`);
  return found;
}
