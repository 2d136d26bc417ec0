import { mean } from '@open-ada/evaluation';
import { table } from '@open-ada/node-kit/terminal';
import { digits } from '../runner/markdown.js';
import type { Look, RowResult } from '../runner/result.js';
import { type Marks, markName } from '../runner/row.js';
import type { Sweep } from './sweep-file.js';

/**
 * The scores of a sweep as lines: for each mark a table with one line for each row of the file. A cell is the mean over
 * tasks and seeds, and the lowest and highest mean of a seed.
 * @param width cells of a line
 */
export function sweepTable({ rows, marks, protocol }: Sweep, results: readonly RowResult[], width: number): string[] {
  const titles = [...new Set(rows.map(({ title }) => title))];
  return (['steps', 'minutes'] as const).flatMap((unit) =>
    marks[unit].flatMap((at) => {
      const lines = titles.flatMap((title) => {
        const looks = looksAt(markName(unit, at), title, results);
        return looks.length === 0 ? [] : [[title, String(looks.length), ...cells(looks, protocol.trials)]];
      });
      if (lines.length === 0) return [];
      const head = ['', 'seeds', ...protocol.trials.map((k) => `k = ${k}`)];
      const title = `mean score on ${protocol.count} held-out tasks of ${protocol.family} after ${inWords(unit, at)}`;
      return [title, ...table([head, ...lines], { width, right: (column) => column > 0 }), ''];
    }),
  );
}

const inWords = (unit: keyof Marks, at: number): string => `${at.toLocaleString('en')} ${unit}`;

const looksAt = (mark: string, title: string, results: readonly RowResult[]): Look[] =>
  results
    .filter((row) => row.title === title)
    .flatMap(({ looks }) => looks.filter(({ marks }) => marks.includes(mark)));

function cells(looks: readonly Look[], ks: readonly number[]): string[] {
  return ks.map((k) => {
    const means = looks.map(({ scores }) => mean(scores[k]));
    if (means.length === 1) return digits(means[0]);
    return `${digits(mean(means))} (${digits(Math.min(...means))} to ${digits(Math.max(...means))})`;
  });
}
