import type { Figures } from '../statistics/report.js';
import type { Interval } from '../statistics/statistics.js';
import { figure, signed } from './html.js';

/** The figures to be read first. @param what was played, e.g. `Tasks` */
export function headline({ k, gainFromMemory, adaptationGain, byTrial }: Figures, what: string): string {
  const largest = String(byTrial.k);
  const smallest = Object.keys(k)[0];
  const last = k[largest];
  const first = k[smallest];
  const before = (value: string) => (smallest === largest ? '' : `${value} at k = ${smallest}`);
  const tiles = [
    tile(`Median score at k = ${largest}`, figure(last.median), last.ci95.median, before(figure(first.median))),
    tile(
      `${what} above .8 at k = ${largest}`,
      percent(last.above08),
      last.ci95.above08,
      before(percent(first.above08)),
      percent,
    ),
    ...(gainFromMemory
      ? [tile('Gain from memory', signed(gainFromMemory.mean), gainFromMemory.ci95, 'against memory cleared')]
      : []),
    ...(adaptationGain
      ? [tile('Adaptation gain', signed(adaptationGain.mean), adaptationGain.ci95, 'the stricter of two controls')]
      : []),
  ];
  return `<dl class="tiles">${tiles.join('')}</dl>`;
}

/** Rounded as in the tables. */
const percent = (share: number): string => `${Math.round(100 * Number(share.toFixed(2)))} %`;

function tile(name: string, value: string, [low, high]: Interval, note: string, text = figure): string {
  return `<div><dt>${name}</dt><dd><strong>${value}</strong><span class="interval">${text(low)} to ${text(high)}</span><small>${note}</small></dd></div>`;
}
