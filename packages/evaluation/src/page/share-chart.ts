import { element, tickText } from './html.js';
import { axes, makePlot, type PlotOptions, type Point, polyline, svg } from './plot.js';

/** Scores of all tasks at one k. */
export interface ScoresOfK {
  k: number;
  scores: number[];
}

const TICKS = [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, label: `${100 * value}` }));
/** Number of points of a line: finer than a pixel. */
const STEPS = 200;

/** For every score the fraction of tasks above it. There is one line per k, stronger for more trials. */
export function shareChart(title: string, lines: readonly ScoresOfK[]): string {
  const options: PlotOptions = {
    width: 372,
    height: 236,
    margin: { left: 34, right: 108, top: 12, bottom: 38 },
    x: {
      domain: [0, 1],
      ticks: [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => ({ value, label: tickText(value) })),
      label: 'score above',
    },
    y: { domain: [0, 1.02], ticks: TICKS },
  };
  const plot = makePlot(options);
  const threshold = plot.x(0.8);
  const curves = lines.map(({ k, scores }, i) => {
    const sorted = Float64Array.from(scores).sort();
    const points: Point[] = [];
    let below = 0;
    for (let step = 0; step <= STEPS; step++) {
      const score = step / STEPS;
      while (below < sorted.length && sorted[below] <= score) below++;
      points.push([plot.x(score), plot.y(1 - below / sorted.length)]);
    }
    return polyline('agent', points, { 'stroke-opacity': strength(i, lines.length).toFixed(2), 'data-k': String(k) });
  });
  return svg(
    plot,
    title,
    axes(plot, options),
    element('line', { class: 'level', x1: threshold, x2: threshold, y1: plot.top, y2: plot.bottom }),
    ...curves,
    key(lines, plot.right + 10, plot.top),
  );
}

const strength = (i: number, lines: number) => (lines === 1 ? 1 : 0.2 + (0.8 * i) / (lines - 1));

/** A legend, because the lines are too close for names at their ends. */
function key(lines: readonly ScoresOfK[], x: number, top: number): string {
  return [...lines.keys()]
    .reverse()
    .map((i, row) => {
      const y = top + 8 + 16 * row;
      const sample = { 'stroke-opacity': strength(i, lines.length).toFixed(2) };
      return (
        polyline(
          'agent',
          [
            [x, y],
            [x + 16, y],
          ],
          sample,
        ) + element('text', { class: 'label muted', x: x + 22, y: y + 4 }, `k = ${lines[i].k}`)
      );
    })
    .join('');
}
