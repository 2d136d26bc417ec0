import type { DreamerMetricsLine } from '@open-ada/training';
import { count, rowOf } from '../runner/markdown.js';

type ScoredLine = Pick<DreamerMetricsLine, 'steps' | 'episodes' | 'return'>;

/** One trained agent. */
export interface RatioRun {
  size: string;
  ratio: number;
  seed: number;
  lines: readonly ScoredLine[];
}

/** Mean return of the episodes that ended within the last `window` steps before a mark; undefined where none did. */
export function scoreAt(lines: readonly ScoredLine[], mark: number, window: number): number | undefined {
  const near = lines.filter(
    ({ steps, return: score }) => steps > mark - window && steps <= mark && score !== undefined,
  );
  const episodes = near.reduce((sum, line) => sum + line.episodes, 0);
  if (episodes === 0) return undefined;
  return near.reduce((sum, line) => sum + line.episodes * line.return!, 0) / episodes;
}

/** Marks of the table, as fractions of all steps. A score is the mean of as many steps before as lie between two. */
export const MARKS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Return against steps, as Markdown: mean over the seeds, with the lowest and highest where there are several. */
export function ratioTable(runs: readonly RatioRun[], steps: number): string {
  const nameOf = ({ size, ratio }: RatioRun) => `${size}, ratio ${ratio}`;
  const names = [...new Set(runs.map(nameOf))];
  const rows = names.map((name) => {
    const seeds = runs.filter((run) => nameOf(run) === name);
    const cells = MARKS.map((part) => cell(scoresAt(seeds, part, steps)));
    return rowOf([name, String(seeds.length), ...cells]);
  });
  const head = ['size and train ratio', 'seeds', ...MARKS.map((part) => `${count(part * steps)} steps`)];
  return [rowOf(head), rowOf(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows].join('\n');
}

/** Scores at a mark of the seeds in which an episode ended there. @param part one of {@link MARKS} */
export function scoresAt(seeds: readonly RatioRun[], part: number, steps: number): number[] {
  return seeds.flatMap(({ lines }) => scoreAt(lines, part * steps, 0.1 * steps) ?? []);
}

function cell(known: readonly number[]): string {
  if (known.length === 0) return '';
  const mean = (known.reduce((a, b) => a + b, 0) / known.length).toFixed(1);
  if (known.length === 1) return mean;
  return `${mean} [${Math.min(...known).toFixed(1)}, ${Math.max(...known).toFixed(1)}]`;
}
