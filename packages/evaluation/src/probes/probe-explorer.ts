import { join } from 'node:path';
import { InputError, readText, writeWhole } from '@open-ada/node-kit';
import { COMPACT, type SimulationSettings } from '@open-ada/xland-sim';
import { requireExplorersWorld, whyNoExplorer } from '../protocol/explorer-file.js';
import { EXPLORER_SEED, EXPLORER_TRIALS, type ExplorerTrials, playExplorer } from '../protocol/explorer-trials.js';
import type { PlayOptions } from '../protocol/freeze-references.js';
import { parseHashed, withHash } from '../protocol/hashed-file.js';
import type { Probe } from './probe-files.js';

/** Episodes of each probe, as many as an agent plays by default. */
const REPEATS = 10;

/** What `explorer.json` of the probes holds. */
interface ProbeExplorerFile {
  version: 1;
  simulation: SimulationSettings;
  seed: number;
  /** By name. `rewards` `[repeats][trials]`: reward of each trial, in steps with the goal held. */
  probes: Record<string, { taskHash: string; rewards: number[][] }>;
  /** Hash of everything above as JSON. */
  sha256: string;
}

const HOW = 'make it again with pnpm task freeze-explorer probes';
const fileIn = (directory: string) => join(directory, 'explorer.json');

/**
 * Plays the explorer in all probes and stores its rewards.
 * @returns the file
 * @throws Interrupted
 */
export async function freezeProbeExplorer(
  directory: string,
  probes: readonly Probe[],
  options: PlayOptions & { trials?: number },
): Promise<string> {
  const { trials = EXPLORER_TRIALS, ...play } = options;
  const tasks = probes.map(({ task }) => task);
  const rewards = await playExplorer(tasks, { trials, repeats: REPEATS }, play);
  const content: Omit<ProbeExplorerFile, 'sha256'> = {
    version: 1,
    simulation: COMPACT,
    seed: EXPLORER_SEED,
    probes: Object.fromEntries(probes.map(({ name, taskHash }, i) => [name, { taskHash, rewards: rewards[i] }])),
  };
  const file = fileIn(directory);
  writeWhole(file, `${JSON.stringify(withHash(content))}\n`);
  return file;
}

/**
 * The explorer's stored trials in these probes, in their order. Undefined if there is no file, or the agent's world has
 * other dynamics than the compact one, in which the explorer was played.
 * @param tell is called with the reason, in one sentence, if there are none
 * @throws InputError if the file was edited, or is older than a probe
 */
export function readProbeExplorer(
  directory: string,
  probes: readonly Probe[],
  simulation: SimulationSettings,
  tell?: (reason: string) => void,
): ExplorerTrials | undefined {
  const file = fileIn(directory);
  const reason = whyNoExplorer(file, 'probes', simulation);
  if (reason !== undefined) {
    tell?.(reason);
    return undefined;
  }
  const found = parseHashed<ProbeExplorerFile>(readText(file), file, {
    version: 1,
    what: 'trials of the explorer',
    how: HOW,
  });
  requireExplorersWorld(file, found.simulation, HOW);
  const rewards = probes.map(({ name, taskHash }) => {
    const stored = found.probes[name];
    if (stored?.taskHash !== taskHash) throw new InputError(`${file} is older than the probe ${name}; ${HOW}.`);
    return stored.rewards;
  });
  return { sha256: found.sha256, rewards };
}
