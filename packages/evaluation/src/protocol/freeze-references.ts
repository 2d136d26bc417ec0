import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, readText, writeWhole } from '@open-ada/node-kit';
import type { Task } from '@open-ada/production-rules';
import { COMPACT, type SimulationSettings, stepsIn } from '@open-ada/xland-sim';
import { compactWorldOf } from '../playing/compact-world.js';
import { playJobs } from '../playing/pool.js';
import { type BestTrials, requireCompactWorld } from './best-trials.js';
import type { HeldOutFile } from './held-out-file.js';
import {
  parseReferenceScores,
  type ReferenceAgent,
  type ReferenceScores,
  referenceJobs,
  referenceScoresFrom,
} from './reference-scores.js';

/** How to play the oracle. */
export interface PlayOptions {
  workers: number;
  signal?: AbortSignal;
  /** Called with the fraction of trials that have been played. */
  onProgress?(done: number): void;
}

export const referenceFile = (directory: string, family: string): string =>
  join(directory, `${family}.references.json`);

/**
 * Writes the reference scores of a family in the compact world. For every task it contains the best trials of the
 * oracle and of the agents with given score files. Agents already in the file are kept if the file belongs to the same
 * tasks, so a reference score never decreases.
 * @param scores score files of `eval:heldout`
 * @throws InputError if a score file belongs to other tasks or another world; Interrupted
 */
export async function freezeReferenceScores(
  directory: string,
  heldOut: HeldOutFile,
  scores: readonly BestTrials[],
  options: PlayOptions,
): Promise<ReferenceScores> {
  const { family, tasks, sha256 } = heldOut;
  const best = scores.map((found) => bestByTask(found, heldOut));
  const world = { tasksSha256: sha256, simulation: compactWorldOf(tasks) };
  const file = referenceFile(directory, family);
  const before = readIfUsable(file, world);
  const oracle = before?.oracle ?? (await playOracle(tasks, world.simulation, options));
  const agents = distinct([...(before?.agents ?? []), ...scores.map(({ agent }) => agent)]);
  const frozen = referenceScoresFrom(world, oracle, agents, [...(before ? [before.rewards] : []), ...best]);
  writeWhole(file, `${JSON.stringify(frozen)}\n`);
  return frozen;
}

/** `[tasks]`: best trial of the oracle, in steps with the goal held. @throws Interrupted */
export async function playOracle(
  tasks: readonly Task[],
  simulation: SimulationSettings,
  { onProgress, ...options }: PlayOptions,
): Promise<number[]> {
  const jobs = referenceJobs(tasks);
  let finished = 0;
  const results = await playJobs({ tasks, simulation, mode: 'greedy' }, jobs, {
    ...options,
    onResult: () => onProgress?.(++finished / jobs.length),
  });
  const best = new Array<number>(tasks.length).fill(0);
  for (const { job, rewardByTrial } of results) {
    job.plays.forEach(({ task }, i) => {
      best[task] = Math.max(best[task], ...rewardByTrial[i]);
    });
  }
  return best;
}

function bestByTask(found: BestTrials, { file, sha256, tasks }: HeldOutFile): number[] {
  if (found.evaluation !== 'heldout' || found.tasksSha256 !== sha256) {
    throw new InputError(`${found.file} is of other tasks than ${file}.`);
  }
  requireCompactWorld(found);
  const best = new Array<number>(tasks.length).fill(0);
  for (const { task, bestReward } of found.rows) {
    if (!tasks[task] || bestReward > stepsIn(tasks[task].trialSeconds, COMPACT)) {
      throw new InputError(`${found.file}: task ${task} is not in ${file}, or its trials are shorter than its reward.`);
    }
    best[task] = bestReward;
  }
  return best;
}

/** The content of the file. Undefined if it is missing, edited, or of other tasks or another world. */
function readIfUsable(file: string, world: { tasksSha256: string; simulation: SimulationSettings }) {
  if (!existsSync(file)) return undefined;
  try {
    return parseReferenceScores(readText(file), file, world);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Keeps each agent once for each way in which it was played. */
export function distinct(agents: readonly ReferenceAgent[]): ReferenceAgent[] {
  return [...new Map(agents.map((agent) => [JSON.stringify(agent), agent])).values()];
}
