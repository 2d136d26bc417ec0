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
import { type ExplorerRow, explorerRow } from '../statistics/explorer-row.js';
import { groupByGame } from '../statistics/games.js';
import { scoredTasks } from '../statistics/report.js';
import type { Estimate } from '../statistics/statistics.js';

/** All stored trials of the explorer as scores. */
export interface ExplorerResults {
  /** `tasks`, `games`: those with a score. */
  families: { family: string; tasks: number; games: number; row: ExplorerRow }[];
  /** By kind of probe. `byTrial`: mean score of each trial. */
  probes: { kind: string; probes: number; byTrial: Estimate[] }[];
}

/**
 * @param heldOut directory of the held-out tasks, their reference scores and the explorer's trials
 * @param probes directory of the probes, with theirs
 * @throws InputError if a file is missing or of other tasks
 */
export function readExplorerResults(heldOut: string, probes: string): ExplorerResults {
  return { families: HELD_OUT_FAMILIES.map((family) => familyRow(heldOut, family)), probes: probeRows(probes) };
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
  const row = explorerRow(rewards, { kept, referenceScores, games, largest: Number.POSITIVE_INFINITY });
  return { family, tasks: kept.length, games: games.length, row };
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
    const byTrial = explorerOfFamily(members, rewards, Number.POSITIVE_INFINITY);
    return [{ kind, probes: members.length, byTrial }];
  });
}
