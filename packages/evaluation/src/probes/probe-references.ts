import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, readText, writeWhole } from '@open-ada/node-kit';
import { sha256Hex } from '@open-ada/production-rules';
import { COMPACT, dynamicsDifference, type SimulationSettings, solve } from '@open-ada/xland-sim';
import { demonstrationReward } from './demonstrations.js';
import type { Probe } from './probe-files.js';

/** The best last-trial reward known for a probe, in steps with the goal held: what a score of 1 means. */
export interface ProbeReference {
  taskHash: string;
  /** Best trial of the oracle; 0 where it does not solve the probe. */
  oracle: number;
  /** Best trial of the stored demonstration; null where there is none. */
  demonstration: number | null;
  /** The larger of the two; 0: nobody has solved it, it is left out and counted. */
  reward: number;
}

export type ProbeReferences = Record<string, ProbeReference>;

interface ReferenceScoreFile {
  version: 1;
  simulation: SimulationSettings;
  /** Of `probes` as JSON: edits by hand are noticed. */
  sha256: string;
  probes: ProbeReferences;
}

/** Enough that one heading in many, in which a probe goes well by luck, is likely among them. */
const ORACLE_TRIALS = 20;
const HOW = 'make it again with eval:probes --normalise';
const tidy = (reward: number) => Number(reward.toFixed(6));
const fileIn = (directory: string) => join(directory, 'normalisers.json');

/** Lets the oracle play, and demonstrations be played again. @throws InputError where a demonstration cannot be used */
function playForReference(directory: string, probe: Probe, settings: SimulationSettings): ProbeReference {
  const { solved, reward } = solve(probe.task, { settings, trials: ORACLE_TRIALS });
  const oracle = solved ? tidy(reward) : 0;
  // A demonstration is of the laptop world; it says nothing of a world that moves differently.
  const laptop = dynamicsDifference(settings, COMPACT) === undefined;
  const demonstrated = laptop ? demonstrationReward(directory, probe) : undefined;
  const demonstration = demonstrated === undefined ? null : tidy(demonstrated);
  return { taskHash: probe.taskHash, oracle, demonstration, reward: Math.max(oracle, demonstration ?? 0) };
}

/** Makes `normalisers.json` of all probes in the laptop world. @returns the file and what it holds */
export function writeProbeReferences(directory: string, probes: readonly Probe[]) {
  const referenceScores: ProbeReferences = Object.fromEntries(
    probes.map((probe) => [probe.name, playForReference(directory, probe, COMPACT)]),
  );
  const sha256 = sha256Hex(JSON.stringify(referenceScores));
  const content: ReferenceScoreFile = { version: 1, simulation: COMPACT, sha256, probes: referenceScores };
  writeWhole(fileIn(directory), `${JSON.stringify(content, null, 2)}\n`);
  return { file: fileIn(directory), referenceScores };
}

/**
 * ReferenceScores of these probes: from `normalisers.json`, or played now where there is no such file or the agent's world is another one.
 * @throws InputError where the file is edited, or older than a probe
 */
export function readProbeReferences(
  directory: string,
  probes: readonly Probe[],
  simulation: SimulationSettings,
): ProbeReferences {
  const file = fileIn(directory);
  const laptop = dynamicsDifference(simulation, COMPACT) === undefined;
  const settings = laptop ? COMPACT : simulation;
  if (!laptop || !existsSync(file)) {
    return Object.fromEntries(probes.map((probe) => [probe.name, playForReference(directory, probe, settings)]));
  }
  const kept = parseReferenceFile(readText(file), file);
  if (dynamicsDifference(kept.simulation, COMPACT) !== undefined) {
    throw new InputError(`${file} is of another world than today's; ${HOW}.`);
  }
  for (const { name, taskHash } of probes) {
    if (kept.probes[name]?.taskHash !== taskHash) {
      throw new InputError(`${file} is older than the probe ${name}; ${HOW}.`);
    }
  }
  return kept.probes;
}

function parseReferenceFile(text: string, file: string): ReferenceScoreFile {
  let parsed: Partial<ReferenceScoreFile>;
  try {
    parsed = JSON.parse(text) as Partial<ReferenceScoreFile>;
  } catch {
    throw new InputError(`${file} is not JSON; ${HOW}.`);
  }
  const { version, probes, sha256, simulation } = parsed ?? {};
  if (version !== 1 || !simulation || !probes || sha256Hex(JSON.stringify(probes)) !== sha256) {
    throw new InputError(`${file} is not a whole referenceScore file of version 1, or was edited; ${HOW}.`);
  }
  return parsed as ReferenceScoreFile;
}
