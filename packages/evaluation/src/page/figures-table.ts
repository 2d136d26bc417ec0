import type { Figures } from '../statistics/report.js';
import type { Summary } from '../statistics/statistics.js';
import { figure } from './html.js';

const STATISTICS = ['median', 'p20', 'mean', 'above08'] as const;
const NAMES: Record<(typeof STATISTICS)[number], string> = {
  median: 'Median',
  p20: '20th percentile',
  mean: 'Mean',
  above08: 'Share above 0.8',
};

/** All rows of the protocol: agent and control by k, and the reference players. */
export function figuresTable({ k, firstOfK, cleared, referenceRows: reference, explorer }: Figures): string {
  const head = STATISTICS.map((name) => `<th scope="col" class="number">${NAMES[name]}</th>`).join('');
  const groups = [
    group('Agent, last trial', [
      ...Object.entries(k).map(([trials, row]): [string, Summary] => [`k = ${trials}`, row]),
      ...(firstOfK ? [[`first of ${firstOfK.k}`, firstOfK] as [string, Summary]] : []),
    ]),
    ...(cleared
      ? [
          group(
            'Memory reset between trials, last trial',
            Object.entries(cleared.k).map(([trials, row]) => [`k = ${trials}`, row]),
          ),
        ]
      : []),
    ...(explorer
      ? [
          group(
            'Explorer, a script that adapts',
            explorer.byTrial.flatMap((row, i): [string, Summary][] => (k[i + 1] ? [[`trial ${i + 1}`, row]] : [])),
          ),
        ]
      : []),
    group('References, the same for every k', [
      ['oracle', reference.oracle],
      ['random', reference.random],
      ['no-op', reference.noop],
    ]),
  ];
  return scrolling(`<table class="figures"><thead><tr><td></td>${head}</tr></thead>${groups.join('')}</table>`);
}

function group(name: string, rows: readonly [string, Summary][]): string {
  const lines = rows.map(([label, summary]) => {
    const cells = STATISTICS.map((statistic) => {
      const [low, high] = summary.ci95[statistic];
      return `<td class="number">${figure(summary[statistic])} <span class="interval">${figure(low)} to ${figure(high)}</span></td>`;
    });
    return `<tr><th scope="row">${label}</th>${cells.join('')}</tr>`;
  });
  return `<tbody><tr><th scope="rowgroup" colspan="5" class="group">${name}</th></tr>${lines.join('')}</tbody>`;
}

/** A wide table that scrolls on its own, so that the page does not. */
export const scrolling = (table: string): string => `<div class="scroll" tabindex="0">${table}</div>`;
