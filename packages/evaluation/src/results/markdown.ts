import type { Interval } from '../statistics/statistics.js';

/** A figure with a number of decimals. Never `-0.00`. */
export const digits = (value: number, places: number): string => value.toFixed(places).replace(/^-(0\.0+)$/, '$1');

export function withInterval(mean: number, [low, high]: Interval, places = 3): string {
  return `${digits(mean, places)} [${digits(low, places)}, ${digits(high, places)}]`;
}

/** A Markdown table. The first column is aligned left, the others right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
