import type { Summary } from '../statistics/statistics.js';
import type { ExplorerResults } from './explorer-results.js';
import { digits, table, withInterval } from './markdown.js';

/** The tables of docs/results/families.md about the scripted explorer. */
export function explorerTables({ trials, families, probes }: ExplorerResults): string {
  const heads = trials.map((trial) => `trial ${trial}`);
  const rows = (cell: (summary: Summary) => string) =>
    families.map(({ family, byTrial }) => [`\`${family}\``, ...byTrial.map(cell)]);
  return [
    '### The explorer',
    'The [explorer](../world.md#the-explorer) is a script and was never trained. It adapts: it knows only what its avatar ' +
      'has been shown, besides the map of the ground and exact positions. These are the same tasks and reference scores. ' +
      'The explorer is not told the number of trials, so trial k compares with the last of k.',
    'Mean score by trial, with 95 % intervals over games:',
    table(
      ['family', ...heads],
      rows(({ mean, ci95 }) => withInterval(mean, ci95.mean)),
    ),
    'Share of the tasks with a score above 0.8, by trial:',
    table(
      ['family', ...heads],
      rows(({ above08, ci95 }) => withInterval(above08, ci95.above08)),
    ),
    'Probes, mean score by trial and kind:',
    table(
      ['kind', 'probes', ...heads],
      probes.map(({ kind, probes: count, byTrial }) => [
        kind,
        String(count),
        ...byTrial.map(({ mean }) => digits(mean, 2)),
      ]),
    ),
  ].join('\n\n');
}
