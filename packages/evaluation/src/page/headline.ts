import type { Figures } from '../statistics/report.js';
import type { Interval, Summary } from '../statistics/statistics.js';
import { figure, signed } from './html.js';

/** The most important figures. @param what the kind of tasks played, for example `Tasks` */
export function headline(
  { k, firstOfK, gainFromMemoryMiddle, adaptationGain, byTrial }: Figures,
  what: string,
): string {
  const largest = String(byTrial.k);
  const smallest = Object.keys(k)[0];
  const last = k[largest];
  const first = k[smallest];
  const before = (text: (of: Summary) => string) =>
    [
      ...(smallest === largest ? [] : [`${text(first)} at k = ${smallest}`]),
      ...(firstOfK ? [`${text(firstOfK)} in the first of ${firstOfK.k}`] : []),
    ].join(', ');
  const tiles = [
    tile(
      `Median score at k = ${largest}`,
      figure(last.median),
      last.ci95.median,
      before(({ median }) => figure(median)),
    ),
    tile(
      `${what} above 0.8 at k = ${largest}`,
      percent(last.above08),
      last.ci95.above08,
      before(({ above08 }) => percent(above08)),
      percent,
    ),
    ...(gainFromMemoryMiddle
      ? [
          tile(
            'Gain from memory',
            signed(gainFromMemoryMiddle.mean),
            gainFromMemoryMiddle.ci95,
            `against memory reset, trials ${gainFromMemoryMiddle.trials.join(' to ')}`,
          ),
        ]
      : []),
    ...(adaptationGain
      ? [
          tile(
            'Adaptation gain',
            signed(adaptationGain.mean),
            adaptationGain.ci95,
            'the smaller of two mean differences',
          ),
        ]
      : []),
  ];
  return `<dl class="tiles">${tiles.join('')}</dl>`;
}

/** Rounded as in the tables. */
const percent = (share: number): string => `${Math.round(100 * Number(share.toFixed(2)))} %`;

function tile(name: string, value: string, [low, high]: Interval, note: string, text = figure): string {
  return `<div><dt>${name}</dt><dd><strong>${value}</strong><span class="interval">${text(low)} to ${text(high)}</span><small>${note}</small></dd></div>`;
}
