import { HELD_OUT_FAMILIES } from '@open-ada/curriculum';
import { InputError, readText } from '@open-ada/node-kit';
import { gameKey } from '@open-ada/production-rules';
import { COMPACT } from '@open-ada/xland-sim';
import { explorerOfFamily } from '../probes/explorer-of-probes.js';
import { readProbeExplorer } from '../probes/probe-explorer.js';
import { PROBE_FAMILIES } from '../probes/probe-families.js';
import { readProbes } from '../probes/probe-files.js';
import { readProbeReferences } from '../probes/probe-references.js';
import { readExplorer } from '../protocol/explorer-file.js';
import { referenceFile } from '../protocol/freeze-references.js';
import { readHeldOut } from '../protocol/held-out.js';
import { parseReferenceScores } from '../protocol/reference-scores.js';
import { explorerScores } from '../statistics/explorer-row.js';
import { groupByGame } from '../statistics/games.js';
import { scoredTasks } from '../statistics/report.js';
import { type Estimate, type Summary, summarise } from '../statistics/statistics.js';

/** The trials that the tables show. */
const SHOWN = [1, 2, 3, 5, 8, 13];

/** What the explorer reaches, from its stored trials. */
export interface ExplorerResults {
  /** Trials that are shown, counted from 1. */
  trials: readonly number[];
  /** `byTrial` `[trials shown]` */
  families: { family: string; byTrial: Summary[] }[];
  /** By kind of probe. `byTrial` `[trials shown]`: mean score. */
  probes: { kind: string; probes: number; byTrial: Estimate[] }[];
}

/**
 * @param heldOut directory of the held-out tasks, their reference scores and the explorer's trials
 * @param probes directory of the probes, with theirs
 * @throws InputError if a file is missing, of other tasks, or has fewer trials than are shown
 */
export function readExplorerResults(heldOut: string, probes: string): ExplorerResults {
  const families = HELD_OUT_FAMILIES.map((family) => familyRow(heldOut, family));
  return { trials: SHOWN, families, probes: probeRows(probes) };
}

const refuse = (reason: string): never => {
  throw new InputError(reason);
};

function familyRow(directory: string, family: string): ExplorerResults['families'][number] {
  const held = readHeldOut(directory, family);
  const { rewards } = readExplorer(directory, held, COMPACT, refuse)!;
  const file = referenceFile(directory, family);
  const world = { tasksSha256: held.sha256, simulation: COMPACT };
  const referenceScores = parseReferenceScores(readText(file), file, world).rewards;
  const kept = scoredTasks(referenceScores);
  const games = groupByGame(kept.map((task) => gameKey(held.tasks[task])));
  const scores = explorerScores(rewards, { kept, referenceScores });
  return { family, byTrial: shown(scores, family).map((ofTrial) => summarise(ofTrial, games)) };
}

function probeRows(directory: string): ExplorerResults['probes'] {
  const probes = readProbes(directory);
  const { rewards } = readProbeExplorer(directory, probes, COMPACT, refuse)!;
  const known = readProbeReferences(directory, probes, COMPACT).probes;
  return PROBE_FAMILIES.flatMap((kind) => {
    const members = probes.flatMap(({ name, family }, task) =>
      family === kind && known[name].reward > 0 ? [{ task, referenceScore: known[name].reward }] : [],
    );
    if (members.length === 0) return [];
    const byTrial = shown(explorerOfFamily(members, rewards, Number.POSITIVE_INFINITY), 'probes');
    return [{ kind, probes: members.length, byTrial }];
  });
}

function shown<T>(byTrial: readonly T[], what: string): T[] {
  const most = SHOWN[SHOWN.length - 1];
  if (byTrial.length < most) {
    refuse(
      `the explorer has ${byTrial.length} trials of ${what}, of ${most} shown; pnpm task freeze-explorer ${what}.`,
    );
  }
  return SHOWN.map((trial) => byTrial[trial - 1]);
}
