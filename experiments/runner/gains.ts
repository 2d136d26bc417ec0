import { count, digits, rowOf } from './markdown.js';
import type { RowResult } from './result.js';

/**
 * The adaptation gain over training, as Markdown. There is one line for each mark of each row that has the memory-reset
 * control. The gain is the last trial's score minus the better of the first trial and the control's last trial. Its
 * interval is over tasks.
 * @returns '' if no row has the control
 */
export function gainsOf(rows: readonly RowResult[]): string {
  const lines = rows.flatMap(({ title, seed, looks }) =>
    looks.flatMap(({ steps, minutes, k, cleared, adaptationGain }) => {
      if (!cleared || !adaptationGain) return [];
      const ks = Object.keys(k).map(Number);
      const [first, last] = [Math.min(...ks), Math.max(...ks)];
      const interval = adaptationGain.ci95.map(digits).join(', ');
      const scores = [k[first].mean, k[last].mean, cleared.k[last].mean].map(digits);
      const about = [title, String(seed), count(steps), minutes?.toFixed(1) ?? ''];
      return [rowOf([...about, ...scores, `${digits(adaptationGain.mean)} [${interval}]`])];
    }),
  );
  if (lines.length === 0) return '';
  return [
    '',
    '### Adaptation',
    '',
    '| | seed | steps | minutes | first k | last k | last k, memory reset | adaptation gain [95 %] |',
    '|---|---|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
