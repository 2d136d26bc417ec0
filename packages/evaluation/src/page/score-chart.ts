import type { Interval } from '../statistics/statistics.js';
import { element, figure, tickText } from './html.js';
import {
  axes,
  band,
  type EndLabel,
  endLabels,
  makePlot,
  type Plot,
  type PlotOptions,
  type Point,
  polyline,
  svg,
  type Tick,
} from './plot.js';

/** One line of a chart. */
export interface Curve {
  name: string;
  /** `agent`, `control`, `explorer` or `human`; determines the colour. */
  className: string;
  points: { x: number; value: number; ci95?: Interval }[];
}

/** A value that does not depend on x. */
export interface Level {
  name: string;
  value: number;
  /** `proof`: a score that is known to be reachable. Its dashes are longer than those of aimless play. */
  className?: 'proof';
}

export interface ScoreChartOptions {
  title: string;
  curves: readonly Curve[];
  levels: readonly Level[];
  /** Meaning of x, for example `trials per episode, k`. */
  xLabel?: string;
  log: boolean;
  /** `full`: with names at the lines; `small`: a small multiple without names. */
  size: 'full' | 'small';
}

const SIZES = {
  full: { width: 372, height: 236, margin: { left: 34, right: 108, top: 12, bottom: 38 } },
  small: { width: 208, height: 124, margin: { left: 26, right: 8, top: 8, bottom: 20 } },
};

/** Scores as lines with their 95 % intervals as bands, and reference levels. */
export function scoreChart({ title, curves, levels, xLabel, log, size }: ScoreChartOptions): string {
  const xs = [...new Set(curves.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const values = [
    ...curves.flatMap(({ points }) => points.map(({ value }) => value)),
    ...levels.map(({ value }) => value),
  ];
  const options: PlotOptions = {
    ...SIZES[size],
    x: { domain: [xs[0], xs[xs.length - 1]], log, ticks: [], label: xLabel },
    y: { domain: [0, Math.max(1, ...values) * 1.02], ticks: yTicks(Math.max(...values), size) },
  };
  const plot = makePlot(options);
  options.x.ticks = xTicks(xs, plot.x);
  return svg(
    plot,
    title,
    axes(plot, options),
    ...levels.map((level) => levelLine(plot, level)),
    ...curves.map((curve) => curveBand(plot, curve)),
    ...curves.map((curve) => curveLine(plot, curve, size)),
    size === 'full' ? endLabels(plot, namesOf(plot, curves, levels)) : '',
  );
}

/** Tick labels closer than this would touch. */
const TICK_GAP = 26;

/** As many values of x as fit, always including the first and the last. */
function xTicks(xs: readonly number[], place: (x: number) => number): Tick[] {
  const last = xs[xs.length - 1];
  const shown: number[] = [];
  for (const x of xs) {
    const free = shown.length === 0 || place(x) - place(shown[shown.length - 1]) >= TICK_GAP;
    if (free && (x === last || place(last) - place(x) >= TICK_GAP)) shown.push(x);
  }
  if (shown[shown.length - 1] !== last) shown.push(last);
  return shown.map((value) => ({ value, label: String(value) }));
}

function yTicks(highest: number, size: ScoreChartOptions['size']) {
  const step = size === 'full' ? 0.25 : 0.5;
  const ticks = [];
  for (let value = 0; value <= Math.max(1, highest); value += step) {
    ticks.push({ value, label: tickText(value) });
  }
  return ticks;
}

const onPlot = (plot: Plot, points: readonly { x: number; value: number }[]): Point[] =>
  points.map(({ x, value }) => [plot.x(x), plot.y(value)]);

function curveBand(plot: Plot, { className, points }: Curve): string {
  const known = points.filter(({ ci95 }) => ci95);
  if (known.length < 2) return '';
  const side = (end: 0 | 1) =>
    onPlot(
      plot,
      known.map(({ x, ci95 }) => ({ x, value: ci95![end] })),
    );
  return band(className, side(0), side(1));
}

function curveLine(plot: Plot, { name, className, points }: Curve, size: ScoreChartOptions['size']): string {
  const dots = points.map(({ x, value, ci95 }) => {
    const interval = ci95 ? `, 95 % interval ${figure(ci95[0])} to ${figure(ci95[1])}` : '';
    const tip = element('title', {}, `${name}, ${x}: ${figure(value)}${interval}`);
    return element(
      'circle',
      { class: `dot ${className}`, cx: plot.x(x), cy: plot.y(value), r: size === 'full' ? 3 : 2 },
      tip,
    );
  });
  return polyline(className, onPlot(plot, points)) + dots.join('');
}

function levelLine(plot: Plot, { name, value, className }: Level): string {
  const y = plot.y(value);
  const tip = element('title', {}, `${name}: ${figure(value)}`);
  return element(
    'line',
    { class: className ? `level ${className}` : 'level', x1: plot.left, x2: plot.right, y1: y, y2: y },
    tip,
  );
}

/** Levels closer than this share a name. */
const APART = 0.04;

function namesOf(plot: Plot, curves: readonly Curve[], levels: readonly Level[]): EndLabel[] {
  const shared: { names: string[]; value: number }[] = [];
  for (const { name, value } of levels) {
    const near = shared.find((other) => Math.abs(other.value - value) < APART);
    if (near) near.names.push(name);
    else shared.push({ names: [name], value });
  }
  return [
    ...curves.map(({ name, className, points }) => ({
      y: plot.y(points[points.length - 1].value),
      text: name,
      className,
    })),
    ...shared.map(({ names, value }) => ({ y: plot.y(value), text: names.join(', '), className: 'muted' })),
  ];
}
