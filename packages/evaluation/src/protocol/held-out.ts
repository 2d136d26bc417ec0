import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadHeldOut, parseFamily, parseManifest } from '@open-ada/curriculum';
import { InputError, readText, writeWhole } from '@open-ada/node-kit';
import type { Task } from '@open-ada/production-rules';
import { COMPACT, dynamicsDifference, type SimulationSettings } from '@open-ada/xland-sim';
import { playJobs } from '../playing/pool.js';
import { episodeRewards } from '../statistics/scores.js';
import { parseReferenceScores, type ReferenceScores, referenceJobs, referenceScoresFrom } from './reference-scores.js';

/** The frozen held-out tasks of one family, checked against the manifest. */
export interface HeldOutFile {
  family: string;
  file: string;
  sha256: string;
  tasks: Task[];
}

/**
 * @param directory `tasks/heldout`
 * @throws InputError of one sentence for an unknown family, a missing file or an edited one
 */
export function readHeldOut(directory: string, familyName: string): HeldOutFile {
  try {
    const family = parseFamily(familyName);
    const manifestFile = join(directory, 'manifest.json');
    const entry = parseManifest(readText(manifestFile), manifestFile)[family];
    if (!entry) throw new Error(`${manifestFile} lists no file for the family ${family}.`);
    const file = join(directory, entry.file);
    return { family, file, sha256: entry.sha256, tasks: loadHeldOut(family, readText(file), entry.sha256) };
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}

/** @throws InputError where the file has fewer tasks than are to be played */
export function requireCount({ file, tasks }: HeldOutFile, count: number): void {
  if (count > tasks.length) throw new InputError(`--count ${count}: ${file} has ${tasks.length} tasks.`);
}

/**
 * The referenceScores of the tasks: from `tasks/heldout/FAMILY.normalisers.json`, or where that is missing, or of other tasks or
 * another world, played by the oracle now. Those of the laptop world are written there.
 * @throws InputError; Interrupted
 */
export async function readReferenceScores(
  directory: string,
  heldOut: HeldOutFile,
  checkpointSimulation: SimulationSettings,
  options: { workers: number; signal?: AbortSignal; onProgress?(done: number): void },
): Promise<ReferenceScores> {
  const { family, tasks, sha256 } = heldOut;
  const laptop = dynamicsDifference(checkpointSimulation, COMPACT) === undefined;
  const simulation = laptop ? COMPACT : checkpointSimulation;
  const file = join(directory, `${family}.normalisers.json`);
  const world = { tasksSha256: sha256, simulation };
  const kept = existsSync(file) ? parseReferenceScores(readText(file), file, world) : undefined;
  if (kept) return kept;
  const jobs = referenceJobs(tasks);
  let finished = 0;
  const results = await playJobs({ tasks, simulation, mode: 'greedy' }, jobs, {
    ...options,
    onResult: () => options.onProgress?.(++finished / jobs.length),
  });
  const { k } = jobs[0];
  const rewards = episodeRewards(results, 'oracle', k, { tasks: tasks.length, repeats: 1 });
  const referenceScores = referenceScoresFrom(
    world,
    rewards.map(([trials]) => trials),
  );
  if (laptop) {
    writeWhole(file, `${JSON.stringify(referenceScores)}\n`);
  }
  return referenceScores;
}
