import { element } from './html.js';

/** The data area of a plot, and the mapping from values to the drawing; y grows upwards. */
export interface Plot {
  width: number;
  height: number;
  /** Edges of the data area. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  x(value: number): number;
  y(value: number): number;
}

export interface Tick {
  value: number;
  label: string;
}

export interface PlotOptions {
  width: number;
  height: number;
  margin: { left: number; right: number; top: number; bottom: number };
  /** Lowest and highest value. With `log`, equal ratios have equal lengths. */
  x: { domain: [number, number]; log?: boolean; ticks: Tick[]; label?: string };
  y: { domain: [number, number]; ticks: Tick[] };
}

export function makePlot({ width, height, margin, x, y }: PlotOptions): Plot {
  const [left, right] = [margin.left, width - margin.right];
  const [top, bottom] = [margin.top, height - margin.bottom];
  const along = (domain: [number, number], from: number, to: number, log = false) => {
    const place = log ? Math.log : (value: number) => value;
    const [low, high] = domain.map(place);
    return (value: number) =>
      high > low ? from + ((place(value) - low) / (high - low)) * (to - from) : (from + to) / 2;
  };
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x: along(x.domain, left, right, x.log),
    y: along(y.domain, bottom, top),
  };
}

/** Grid lines, ticks and the label of the x axis. */
export function axes(plot: Plot, { x, y }: PlotOptions): string {
  const { left, right, bottom } = plot;
  const rows = y.ticks.map(({ value, label }) => {
    const at = plot.y(value);
    const line = element('line', { class: value === 0 ? 'zero' : 'grid', x1: left, x2: right, y1: at, y2: at });
    return line + element('text', { class: 'tick', x: left - 6, y: at + 3.5, 'text-anchor': 'end' }, label);
  });
  const columns = x.ticks.map(({ value, label }) =>
    element('text', { class: 'tick', x: plot.x(value), y: bottom + 15, 'text-anchor': 'middle' }, label),
  );
  const name = x.label
    ? element('text', { class: 'axis', x: (left + right) / 2, y: bottom + 31, 'text-anchor': 'middle' }, x.label)
    : '';
  return rows.join('') + columns.join('') + name;
}

/** The picture of a plot. `title` describes it; a table beside it contains the numbers. */
export function svg({ width, height }: Pick<Plot, 'width' | 'height'>, title: string, ...content: string[]): string {
  return element('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title }, ...content);
}

export type Point = [x: number, y: number];

const path = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

export function polyline(className: string, points: readonly Point[], attributes: Record<string, string> = {}): string {
  return element('path', { class: `line ${className}`, d: path(points), ...attributes });
}

/** The area between two lines over the same x. */
export function band(className: string, lower: readonly Point[], upper: readonly Point[]): string {
  return element('path', { class: `band ${className}`, d: `${path([...lower, ...[...upper].reverse()])}Z` });
}

export interface EndLabel {
  /** Desired height. */
  y: number;
  text: string;
  className: string;
}

/**
 * Moves the heights of labels apart so that none overlap, as close as possible to the desired heights and in the given
 * order.
 */
export function spreadLabels(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = [...wanted.keys()].sort((a, b) => wanted[a] - wanted[b]);
  const placed = order.map((i) => wanted[i]);
  // The order is correct already. Push labels down from the top, then up from the bottom.
  for (let i = 0; i < placed.length; i++) placed[i] = Math.max(placed[i], i === 0 ? low : placed[i - 1] + gap);
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = Math.min(placed[i], i === placed.length - 1 ? high : placed[i + 1] - gap);
  }
  const result = new Array<number>(wanted.length);
  order.forEach((i, place) => {
    result[i] = placed[place];
  });
  return result;
}

/** Names of lines at their right ends. */
export function endLabels(plot: Plot, labels: readonly EndLabel[]): string {
  const heights = spreadLabels(
    labels.map(({ y }) => y),
    13,
    plot.top,
    plot.bottom - 2,
  );
  return labels
    .map(({ text, className }, i) =>
      element('text', { class: `label ${className}`, x: plot.right + 8, y: heights[i] + 4 }, text),
    )
    .join('');
}
