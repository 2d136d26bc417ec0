import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadHeldOut, parseFamily, parseManifest } from '@open-ada/curriculum';
import { InputError, readText } from '@open-ada/node-kit';
import { COMPACT, dynamicsDifference, type SimulationSettings } from '@open-ada/xland-sim';
import { freezeReferenceScores, type PlayOptions, playOracle, referenceFile } from './freeze-references.js';
import type { HeldOutFile } from './held-out-file.js';
import { parseReferenceScores, type ReferenceScores, referenceScoresFrom } from './reference-scores.js';

/**
 * @param directory `tasks/heldout`
 * @throws InputError in one sentence for an unknown family, a missing file or an edited one
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

/** @throws InputError if the file has fewer tasks than should be played */
export function requireCount({ file, tasks }: HeldOutFile, count: number): void {
  if (count > tasks.length) throw new InputError(`--count ${count}: ${file} has ${tasks.length} tasks.`);
}

/**
 * The reference scores of the tasks, from `tasks/heldout/FAMILY.references.json`. If that file is missing, or the
 * agent's world has other dynamics, the oracle's scores are used; it is played now. Its scores in the compact world are
 * written to the file.
 * @throws InputError if the file belongs to other tasks or another world, or was edited; Interrupted
 */
export async function readReferenceScores(
  directory: string,
  heldOut: HeldOutFile,
  checkpointSimulation: SimulationSettings,
  options: PlayOptions,
): Promise<ReferenceScores> {
  const compact = dynamicsDifference(checkpointSimulation, COMPACT) === undefined;
  if (compact) {
    const file = referenceFile(directory, heldOut.family);
    if (!existsSync(file)) return freezeReferenceScores(directory, heldOut, [], options);
    return parseReferenceScores(readText(file), file, { tasksSha256: heldOut.sha256, simulation: COMPACT });
  }
  return oracleReferences(heldOut, checkpointSimulation, options);
}

/** Reference scores by the oracle alone, of tasks that are not frozen or in a world with other dynamics. @throws Interrupted */
export async function oracleReferences(
  { tasks, sha256 }: HeldOutFile,
  simulation: SimulationSettings,
  options: PlayOptions,
): Promise<ReferenceScores> {
  const world = { tasksSha256: sha256, simulation };
  return referenceScoresFrom(world, await playOracle(tasks, simulation, options), [], []);
}
