import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, readText, writeWhole } from '@open-ada/node-kit';
import { COMPACT, dynamicsDifference, type SimulationSettings, solve } from '@open-ada/xland-sim';
import { type BestTrials, requireCompactWorld } from '../protocol/best-trials.js';
import { distinct } from '../protocol/freeze-references.js';
import { parseHashed, withHash } from '../protocol/hashed-file.js';
import { HOW_TO_FREEZE, ORACLE_TRIALS, type ReferenceAgent, tidyReward } from '../protocol/reference-scores.js';
import { demonstrationReward } from './demonstrations.js';
import type { Probe } from './probe-files.js';

/** The best known reward of a trial of a probe, in steps with the goal held. It corresponds to a score of 1. */
export interface ProbeReference {
  taskHash: string;
  /**
   * Best trial of the oracle; 0 if it does not solve the probe. In probes for two, of two oracles with a joint plan, also
   * where the goal never holds through a whole step: a delivery pays one physics step.
   */
  oracle: number;
  /** Best trial of the stored demonstration; null if there is none. */
  demonstration: number | null;
  /** Best trial of the agents in the file; 0 if none has earned a reward. */
  agents: number;
  /** The largest of the three. If it is 0, nobody has solved the probe; it is excluded and counted. */
  reward: number;
}

export interface ProbeReferences {
  version: 2;
  simulation: SimulationSettings;
  oracleTrials: number;
  /** The agents whose best trials are included. */
  agents: ReferenceAgent[];
  /** By name. */
  probes: Record<string, ProbeReference>;
  /** Hash of everything above as JSON. It reveals edits by hand. */
  sha256: string;
}

const HOW = `${HOW_TO_FREEZE} probes`;
const fileIn = (directory: string) => join(directory, 'references.json');

/**
 * Writes `references.json` of all probes in the compact world. For each probe it contains the best trials of the
 * oracle, of the demonstration and of the agents with given score files. Agents already in the file are kept for probes
 * that have not changed.
 * @param scores score files of `eval:probes`
 * @returns the file and its content
 * @throws InputError if a score file or a demonstration cannot be used
 */
export function writeProbeReferences(directory: string, probes: readonly Probe[], scores: readonly BestTrials[] = []) {
  for (const found of scores) {
    if (found.evaluation !== 'probes') throw new InputError(`${found.file} is of held-out tasks, not of probes.`);
    requireCompactWorld(found);
  }
  const file = fileIn(directory);
  const before = readIfUsable(file);
  const best = (taskHash: string) =>
    scores.flatMap(({ rows }) => rows.filter((row) => row.taskHash === taskHash).map(({ bestReward }) => bestReward));
  const known = (taskHash: string) =>
    Object.values(before?.probes ?? {}).flatMap((probe) => (probe.taskHash === taskHash ? [probe.agents] : []));
  const references = referencesFrom(
    COMPACT,
    distinct([...(before?.agents ?? []), ...scores.map(({ agent }) => agent)]),
    probes.map((probe) => {
      const agents = [...known(probe.taskHash), ...best(probe.taskHash)];
      return [probe.name, playForReference(directory, probe, COMPACT, Math.max(0, ...agents))];
    }),
  );
  writeWhole(file, `${JSON.stringify(references, null, 2)}\n`);
  return { file, references };
}

/**
 * Reference scores of these probes, from `references.json`. If there is no such file, or the agent's world has other
 * dynamics, they are played now.
 * @throws InputError if the file was edited, or is older than a probe
 */
export function readProbeReferences(
  directory: string,
  probes: readonly Probe[],
  simulation: SimulationSettings,
): ProbeReferences {
  const file = fileIn(directory);
  const compact = dynamicsDifference(simulation, COMPACT) === undefined;
  const settings = compact ? COMPACT : simulation;
  if (!compact || !existsSync(file)) {
    const played = probes.map((probe): [string, ProbeReference] => [
      probe.name,
      playForReference(directory, probe, settings, 0),
    ]);
    return referencesFrom(settings, [], played);
  }
  const kept = parseReferenceFile(readText(file), file);
  const difference = dynamicsDifference(kept.simulation, COMPACT);
  if (difference) throw new InputError(`${file} is of another world (${difference}); ${HOW}.`);
  for (const { name, taskHash } of probes) {
    if (kept.probes[name]?.taskHash !== taskHash) {
      throw new InputError(`${file} is older than the probe ${name}; ${HOW}.`);
    }
  }
  return kept;
}

function referencesFrom(
  simulation: SimulationSettings,
  agents: ReferenceAgent[],
  probes: readonly [string, ProbeReference][],
): ProbeReferences {
  const content: Omit<ProbeReferences, 'sha256'> = {
    version: 2,
    simulation,
    oracleTrials: ORACLE_TRIALS,
    agents,
    probes: Object.fromEntries(probes),
  };
  return withHash(content);
}

/**
 * Plays the oracle, and replays the demonstration.
 * @param best best trial of any agent
 * @throws InputError if a demonstration cannot be used
 */
function playForReference(directory: string, probe: Probe, settings: SimulationSettings, best: number): ProbeReference {
  const players = probe.task.players.length === 2 ? 2 : 1;
  const { solved, reward } = solve(probe.task, { settings, trials: ORACLE_TRIALS, players });
  const oracle = solved || players === 2 ? tidyReward(reward) : 0;
  // A demonstration was recorded in the compact world. It proves nothing about a world with other dynamics.
  const compact = dynamicsDifference(settings, COMPACT) === undefined;
  const demonstrated = compact ? demonstrationReward(directory, probe) : undefined;
  const demonstration = demonstrated === undefined ? null : tidyReward(demonstrated);
  const agents = tidyReward(best);
  const { taskHash } = probe;
  return { taskHash, oracle, demonstration, agents, reward: Math.max(oracle, demonstration ?? 0, agents) };
}

/** The content of the file. Undefined if it is missing, edited or of another world. */
function readIfUsable(file: string): ProbeReferences | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const found = parseReferenceFile(readText(file), file);
    return dynamicsDifference(found.simulation, COMPACT) === undefined ? found : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

const parseReferenceFile = (text: string, file: string): ProbeReferences =>
  parseHashed(text, file, { version: 2, what: 'reference scores', how: HOW });
