import { InputError } from '@open-ada/node-kit';
import { sha256Hex, type Task } from '@open-ada/production-rules';
import { dynamicsDifference, type SimulationSettings } from '@open-ada/xland-sim';
import { type Job, planJobs } from '../playing/jobs.js';

/** Trials of the oracle by which tasks are screened before they are frozen. */
export const SCREENING_TRIALS = 3;
/** Trials that the oracle plays more for the reference score; it knows the rules, so each of them counts as a last trial. */
const MORE_TRIALS = 17;
export const ORACLE_TRIALS = SCREENING_TRIALS + MORE_TRIALS;
/** Seeds of the oracle's trials are its own, for ever: a reference score never changes with an evaluation's seed. */
export const ORACLE_SEED = 20_230_118;

/** How an agent was played whose best trials are in a file of reference scores. */
export interface ReferenceAgent {
  /** Of the agent file. */
  sha256: string;
  trials: number[];
  repeats: number;
  seed: number;
  mode: string;
}

/** What reference scores belong to: worlds that differ in observations only are the same to the oracle. */
export interface ReferenceWorld {
  /** Hash of the task file. */
  tasksSha256: string;
  simulation: SimulationSettings;
}

/** The best reward of a trial that is known for each task: what a score of 1 means. Kept beside the task file. */
export interface ReferenceScores extends ReferenceWorld {
  version: 2;
  oracleTrials: number;
  /** Those whose best trials are in `rewards`. */
  agents: ReferenceAgent[];
  /** `[tasks]`: the oracle's best trial, in steps with the goal held; 0: it does not solve the task. */
  oracle: number[];
  /** `[tasks]`: the best trial of the oracle or any of the agents; 0: nobody has solved the task, it is left out and counted. */
  rewards: number[];
  /** Of all the above as JSON: edits by hand are noticed. */
  sha256: string;
}

export const HOW_TO_FREEZE = 'make it again with pnpm task freeze-references';

/** Rewards are sums of fractions of steps: six digits keep them exact enough and the file small. */
export const tidyReward = (reward: number): number => Number(reward.toFixed(6));

export function referenceJobs(tasks: readonly Task[]): Job[] {
  const which = [...tasks.keys()];
  const ks = [SCREENING_TRIALS, MORE_TRIALS];
  return planJobs({ tasks, which, players: ['oracle'], ks, repeats: 1, seed: ORACLE_SEED });
}

/**
 * @param oracle `[tasks]` best trial of the oracle
 * @param best `[tasks]` best trial of any agent, one list for each agent
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
  return { ...content, sha256: sha256Hex(JSON.stringify(content)) };
}

/** @throws InputError when the text is no file of reference scores of these tasks and this world */
export function parseReferenceScores(text: string, file: string, world: ReferenceWorld): ReferenceScores {
  let parsed: Partial<ReferenceScores> | null;
  try {
    parsed = JSON.parse(text) as Partial<ReferenceScores>;
  } catch {
    throw new InputError(`${file} is not JSON; ${HOW_TO_FREEZE}.`);
  }
  const { sha256, ...content } = parsed ?? {};
  if (content.version !== 2 || sha256Hex(JSON.stringify(content)) !== sha256) {
    throw new InputError(
      `${file} is not a whole file of reference scores of version 2, or was edited; ${HOW_TO_FREEZE}.`,
    );
  }
  const found = parsed as ReferenceScores;
  if (found.tasksSha256 !== world.tasksSha256) {
    throw new InputError(`${file} is of other tasks than the manifest's; ${HOW_TO_FREEZE}.`);
  }
  const difference = dynamicsDifference(found.simulation, world.simulation);
  if (difference) throw new InputError(`${file} is of another world (${difference}); ${HOW_TO_FREEZE}.`);
  return found;
}
