import type { Estimate } from '../statistics/statistics.js';
import { element, figure, signed, tickText } from './html.js';
import { svg } from './plot.js';

export interface Gain {
  name: string;
  /** Definition in words. */
  meaning: string;
  estimate: Estimate;
}

const WIDTH = 300;
const HEIGHT = 28;
const STEPS = [0.05, 0.1, 0.2, 0.5];

/** Gains as dots with intervals on one scale, one table row each. */
export function gainTable(gains: readonly Gain[]): string {
  const ends = gains.flatMap(({ estimate }) => estimate.ci95);
  const [low, high] = [Math.min(0, ...ends), Math.max(0.1, ...ends)];
  const x = (value: number) => 8 + ((value - low) / (high - low)) * (WIDTH - 16);
  const rows = gains.map(({ name, meaning, estimate: { mean, ci95 } }) => {
    const [from, to] = ci95;
    const mark = svg(
      { width: WIDTH, height: HEIGHT },
      `${name} ${signed(mean)}`,
      element('line', { class: 'zero', x1: x(0), x2: x(0), y1: 0, y2: HEIGHT }),
      element('line', { class: 'whisker', x1: x(from), x2: x(to), y1: HEIGHT / 2, y2: HEIGHT / 2 }),
      element('circle', { class: 'dot agent', cx: x(mean), cy: HEIGHT / 2, r: 4 }),
    );
    return (
      `<tr><th scope="row">${name}<small>${meaning}</small></th><td class="number strong">${signed(mean)}</td>` +
      `<td class="number interval">${figure(from)} to ${figure(to)}</td><td class="mark">${mark}</td></tr>`
    );
  });
  const step = STEPS.find((candidate) => (high - low) / candidate <= 5) ?? STEPS[STEPS.length - 1];
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) ticks.push(i * step);
  const scale = svg(
    { width: WIDTH, height: 16 },
    'scale',
    ...ticks.map((value) =>
      element('text', { class: 'tick', x: x(value), y: 12, 'text-anchor': 'middle' }, tickText(value)),
    ),
  );
  const foot = `<tfoot aria-hidden="true"><tr><td colspan="3"></td><td class="mark">${scale}</td></tr></tfoot>`;
  return `<table class="gains"><thead class="hidden"><tr><th>Gain</th><th>mean</th><th>95 % interval</th><th>picture</th></tr></thead><tbody>${rows.join('')}</tbody>${foot}</table>`;
}
