import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, readText, writeWhole } from '@open-ada/node-kit';
import { sha256Hex } from '@open-ada/production-rules';
import { dynamicsDifference, LAPTOP, type SimulationSettings, solve } from '@open-ada/xland-sim';
import { demonstrationReward } from './demonstrations.js';
import type { Probe } from './probe-files.js';

/** The best last-trial reward known for a probe, in decisions with the goal held: what a score of 1 means. */
export interface ProbeNormaliser {
  taskHash: string;
  /** Best trial of the oracle; 0 where it does not solve the probe. */
  oracle: number;
  /** Best trial of the stored demonstration; null where there is none. */
  demonstration: number | null;
  /** The larger of the two; 0: nobody has solved it, it is left out and counted. */
  reward: number;
}

export type ProbeNormalisers = Record<string, ProbeNormaliser>;

interface NormaliserFile {
  version: 1;
  simulation: SimulationSettings;
  /** Of `probes` as JSON: edits by hand are noticed. */
  sha256: string;
  probes: ProbeNormalisers;
}

/** Enough that one heading in many, in which a probe goes well by luck, is likely among them. */
const ORACLE_TRIALS = 20;
const HOW = 'make it again with eval:probes --normalise';
const tidy = (reward: number) => Number(reward.toFixed(6));
const fileIn = (directory: string) => join(directory, 'normalisers.json');

/** Lets the oracle play, and demonstrations be played again. @throws InputError where a demonstration cannot be used */
function playForNormaliser(directory: string, probe: Probe, settings: SimulationSettings): ProbeNormaliser {
  const { solved, reward } = solve(probe.task, { settings, trials: ORACLE_TRIALS });
  const oracle = solved ? tidy(reward) : 0;
  // A demonstration is of the laptop world; it says nothing of a world that moves differently.
  const laptop = dynamicsDifference(settings, LAPTOP) === undefined;
  const demonstrated = laptop ? demonstrationReward(directory, probe) : undefined;
  const demonstration = demonstrated === undefined ? null : tidy(demonstrated);
  return { taskHash: probe.taskHash, oracle, demonstration, reward: Math.max(oracle, demonstration ?? 0) };
}

/** Makes `normalisers.json` of all probes in the laptop world. @returns the file and what it holds */
export function writeProbeNormalisers(directory: string, probes: readonly Probe[]) {
  const normalisers: ProbeNormalisers = Object.fromEntries(
    probes.map((probe) => [probe.name, playForNormaliser(directory, probe, LAPTOP)]),
  );
  const sha256 = sha256Hex(JSON.stringify(normalisers));
  const content: NormaliserFile = { version: 1, simulation: LAPTOP, sha256, probes: normalisers };
  writeWhole(fileIn(directory), `${JSON.stringify(content, null, 2)}\n`);
  return { file: fileIn(directory), normalisers };
}

/**
 * Normalisers of these probes: from `normalisers.json`, or played now where there is no such file or the agent's world is another one.
 * @throws InputError where the file is edited, or older than a probe
 */
export function readProbeNormalisers(
  directory: string,
  probes: readonly Probe[],
  simulation: SimulationSettings,
): ProbeNormalisers {
  const file = fileIn(directory);
  const laptop = dynamicsDifference(simulation, LAPTOP) === undefined;
  const settings = laptop ? LAPTOP : simulation;
  if (!laptop || !existsSync(file)) {
    return Object.fromEntries(probes.map((probe) => [probe.name, playForNormaliser(directory, probe, settings)]));
  }
  const kept = parseNormaliserFile(readText(file), file);
  if (dynamicsDifference(kept.simulation, LAPTOP) !== undefined) {
    throw new InputError(`${file} is of another world than today's; ${HOW}.`);
  }
  for (const { name, taskHash } of probes) {
    if (kept.probes[name]?.taskHash !== taskHash) {
      throw new InputError(`${file} is older than the probe ${name}; ${HOW}.`);
    }
  }
  return kept.probes;
}

function parseNormaliserFile(text: string, file: string): NormaliserFile {
  let parsed: Partial<NormaliserFile>;
  try {
    parsed = JSON.parse(text) as Partial<NormaliserFile>;
  } catch {
    throw new InputError(`${file} is not JSON; ${HOW}.`);
  }
  const { version, probes, sha256, simulation } = parsed ?? {};
  if (version !== 1 || !simulation || !probes || sha256Hex(JSON.stringify(probes)) !== sha256) {
    throw new InputError(`${file} is not a whole normaliser file of version 1, or was edited; ${HOW}.`);
  }
  return parsed as NormaliserFile;
}
