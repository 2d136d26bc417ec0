import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, readText, writeWhole } from '@open-ada/node-kit';
import { COMPACT, dynamicsDifference, type SimulationSettings } from '@open-ada/xland-sim';
import { compactWorldOf } from '../playing/compact-world.js';
import { EXPLORER_SEED, EXPLORER_TRIALS, type ExplorerTrials, playExplorer } from './explorer-trials.js';
import type { PlayOptions } from './freeze-references.js';
import { parseHashed, withHash } from './hashed-file.js';
import type { HeldOutFile } from './held-out-file.js';

/** What `FAMILY.explorer.json` holds: one episode of the explorer in each held-out task. */
interface ExplorerFile {
  version: 1;
  /** Hash of the task file. */
  tasksSha256: string;
  simulation: SimulationSettings;
  seed: number;
  /** `[tasks][trials]`: reward of each trial, in steps with the goal held. */
  rewards: number[][];
  /** Hash of everything above as JSON. */
  sha256: string;
}

const HOW = 'make it again with pnpm task freeze-explorer';
const kind = (how: string) => ({ version: 1, what: 'trials of the explorer', how });

export const explorerFile = (directory: string, family: string): string => join(directory, `${family}.explorer.json`);

/** Plays the explorer in the tasks of a family and stores its rewards. @throws Interrupted */
export async function freezeExplorer(
  directory: string,
  { family, sha256, tasks }: HeldOutFile,
  options: PlayOptions & { trials?: number },
): Promise<ExplorerTrials> {
  const { trials = EXPLORER_TRIALS, ...play } = options;
  const rewards = await playExplorer(tasks, { trials, repeats: 1 }, play);
  const content: Omit<ExplorerFile, 'sha256'> = {
    version: 1,
    tasksSha256: sha256,
    simulation: compactWorldOf(tasks),
    seed: EXPLORER_SEED,
    rewards: rewards.map(([episode]) => episode),
  };
  const frozen = withHash(content);
  writeWhole(explorerFile(directory, family), `${JSON.stringify(frozen)}\n`);
  return { sha256: frozen.sha256, rewards };
}

/**
 * The explorer's stored trials in the tasks of a family. Undefined if the file is missing, or the agent's world has
 * other dynamics than the compact one, in which the explorer was played.
 * @param tell is called with the reason, in one sentence, if there are none
 * @throws InputError if the file belongs to other tasks or another world, or was edited
 */
export function readExplorer(
  directory: string,
  { family, sha256, tasks }: HeldOutFile,
  simulation: SimulationSettings,
  tell?: (reason: string) => void,
): ExplorerTrials | undefined {
  const file = explorerFile(directory, family);
  const reason = whyNoExplorer(file, family, simulation);
  if (reason !== undefined) {
    tell?.(reason);
    return undefined;
  }
  const how = `${HOW} ${family}`;
  const found = parseHashed<ExplorerFile>(readText(file), file, kind(how));
  if (found.tasksSha256 !== sha256 || found.rewards.length !== tasks.length) {
    throw new InputError(`${file} is of other tasks than the manifest's; ${how}.`);
  }
  requireExplorersWorld(file, found.simulation, how);
  return { sha256: found.sha256, rewards: found.rewards.map((episode) => [episode]) };
}

/** Why an evaluation has no explorer row, in one sentence; undefined if it can have one. */
export function whyNoExplorer(file: string, what: string, simulation: SimulationSettings): string | undefined {
  const difference = dynamicsDifference(simulation, COMPACT);
  if (difference !== undefined) return `no row of the explorer: it was played in another world (${difference}).`;
  if (existsSync(file)) return undefined;
  return `no row of the explorer: there is no ${file}; pnpm task freeze-explorer ${what} makes it.`;
}

/** @throws InputError if stored trials are not of the compact world of this version */
export function requireExplorersWorld(file: string, simulation: SimulationSettings, how: string): void {
  const difference = dynamicsDifference(simulation, COMPACT);
  if (difference) throw new InputError(`${file} is of another world (${difference}); ${how}.`);
}
