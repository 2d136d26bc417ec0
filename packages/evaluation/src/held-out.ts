import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadHeldOut, parseFamily, parseManifest } from '@open-ada/curriculum';
import type { Task } from '@open-ada/production-rules';
import { LAPTOP, type SimulationSettings } from '@open-ada/xland-sim';
import { InputError } from './input-error.js';
import { SHARD_TASKS } from './jobs.js';
import { type Normalisers, normaliserJobs, normalisersFrom, parseNormalisers } from './normalisers.js';
import { playJobs } from './pool.js';
import { rewardTable } from './scores.js';

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

/**
 * The normalisers of the tasks: from `tasks/heldout/FAMILY.normalisers.json`, or where that is missing, or of other tasks or
 * another world, played by the oracle now. Those of the laptop world are written there.
 */
export async function readNormalisers(
  directory: string,
  heldOut: HeldOutFile,
  simulation: SimulationSettings,
  workers: number,
): Promise<Normalisers> {
  const file = join(directory, `${heldOut.family}.normalisers.json`);
  const world = { tasksSha256: heldOut.sha256, simulation };
  const kept = existsSync(file) ? parseNormalisers(readText(file), file, world) : undefined;
  if (kept) return kept;
  const { tasks } = heldOut;
  const setup = { tasks, simulation, slots: Math.min(SHARD_TASKS, tasks.length), mode: 'greedy' as const };
  const results = await playJobs(setup, normaliserJobs(tasks.length), workers, () => {});
  const normalisers = normalisersFrom(world, rewardTable(results, 'oracle', results[0].job.k, tasks.length));
  if (JSON.stringify(simulation) === JSON.stringify(LAPTOP)) {
    writeFileSync(`${file}.writing`, `${JSON.stringify(normalisers)}\n`);
    renameSync(`${file}.writing`, file);
  }
  return normalisers;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`cannot read ${file} (${(error as NodeJS.ErrnoException).code}).`);
  }
}
