import { bootstrap, type Games, groupByGame, type Interval, mean, oneGameEach, quantile } from '@open-ada/evaluation';
import { count, digits, rowOf } from './markdown.js';
import type { Look, RowResult } from './result.js';

type Statistic = (sorted: ArrayLike<number>) => number;

/** Statistics of sorted task scores. The mean is informative even if most scores are 0. */
const STATISTICS: Record<string, Statistic> = {
  median: (sorted) => quantile(sorted, 0.5),
  '20th percentile': (sorted) => quantile(sorted, 0.2),
  mean: (sorted) => mean(sorted),
};
/** A row of the table: all seeds of one setting at the same mark. */
interface Seeds {
  title: string;
  parameters: number | null;
  /** One look for each of `seeds`. */
  looks: Look[];
  seeds: number[];
}

/**
 * The results of the rows, as Markdown. For every mark there is a table of scores by number of trials k, averaged over
 * seeds, with 95 % intervals over games (over tasks for old files) and the range over seeds. Then follow the requested
 * differences, paired by task and, for seeds that both rows have, by seed. Steps are those learned from. If more were
 * played, to evaluate tasks, that number is shown as well.
 * @param versus titles of two rows: the first minus the second
 * @param onPart told the fraction that is done: intervals of many rows take a while
 */
export function tablesOf(
  rows: readonly RowResult[],
  versus: readonly (readonly [string, string])[],
  onPart: (done: number) => void = () => {},
): string {
  const marks = [...new Set(rows.flatMap(({ looks }) => looks.flatMap((look) => look.marks)))].filter(
    (mark) => mark !== 'end',
  );
  const order = (mark: string) => [mark.startsWith('steps') ? 0 : 1, Number(mark.split('-')[1])];
  marks.sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1]);
  return marks.map((mark, i) => tableAt(mark, rows, versus, (done) => onPart((i + done) / marks.length))).join('\n');
}

function tableAt(
  mark: string,
  rows: readonly RowResult[],
  versus: readonly (readonly [string, string])[],
  onPart: (done: number) => void,
): string {
  const seeds = seedsAt(mark, rows);
  const ks = Object.keys(seeds[0].looks[0].scores);
  const [unit, at] = mark.split('-');
  const lines = [
    `### After ${count(Number(at))} ${unit}`,
    '',
    rowOf(['', 'parameters', 'seeds', 'steps', 'minutes', 'score', ...ks.map((k) => `k = ${k}`)]),
    rowOf(Array.from({ length: 6 + ks.length }, () => '---')),
  ];
  for (const [i, { title, parameters, looks }] of seeds.entries()) {
    onPart(i / seeds.length);
    for (const [name, statistic] of Object.entries(STATISTICS)) {
      const about = [title, count(parameters), String(looks.length), meanOf(looks, 'steps'), meanOf(looks, 'minutes')];
      lines.push(
        rowOf([
          ...about,
          name,
          ...ks.map((k) =>
            cell(
              looks.map((look) => look.scores[k]),
              gamesOf(looks[0]),
              statistic,
            ),
          ),
        ]),
      );
    }
  }
  for (const [one, other] of versus) {
    const [a, b] = common(
      ...([one, other].map((title) => seeds.find((row) => row.title === title)) as [Seeds?, Seeds?]),
    );
    if (a.length === 0) continue;
    for (const [name, statistic] of Object.entries(STATISTICS)) {
      const differences = ks.map((k) =>
        difference(
          a.map((look) => look.scores[k]),
          b.map((look) => look.scores[k]),
          gamesOf(a[0]),
          statistic,
        ),
      );
      lines.push(rowOf([`**${one} - ${other}**`, '', '', '', '', name, ...differences]));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The rows that were played at a mark, and those that are not trained, with their seeds combined. */
function seedsAt(mark: string, rows: readonly RowResult[]): Seeds[] {
  const byTitle = new Map<string, Seeds>();
  for (const { title, parameters, seed, looks } of rows) {
    const look = looks.find(({ marks }) => marks.includes(mark) || marks.includes('end'));
    if (!look) continue;
    const seeds = byTitle.get(title) ?? { title, parameters, looks: [], seeds: [] };
    byTitle.set(title, seeds);
    seeds.looks.push(look);
    seeds.seeds.push(seed);
  }
  return [...byTitle.values()];
}

/** The looks of two rows with common seeds. If there are none, all looks, for example when one agent is not trained. */
function common(one: Seeds | undefined, other: Seeds | undefined): [Look[], Look[]] {
  if (!one || !other) return [[], []];
  const both = one.seeds.filter((seed) => other.seeds.includes(seed));
  if (both.length === 0) return [one.looks, other.looks];
  const of = ({ looks, seeds }: Seeds) => both.map((seed) => looks[seeds.indexOf(seed)]);
  return [of(one), of(other)];
}

function meanOf(looks: readonly Look[], unit: 'steps' | 'minutes'): string {
  const values = looks.map((look) => look[unit]);
  if (values.some((value) => value === undefined)) return '';
  const value = mean(values as number[]);
  if (unit === 'minutes') return value.toFixed(1);
  const played = mean(looks.map(({ steps, playedSteps = steps }) => playedSteps));
  const more = played === value ? '' : ` (${count(Math.round(played))} played)`;
  return `${count(Math.round(value))}${more}`;
}

/** Scores of the drawn tasks, sorted. */
const drawn = (scores: readonly number[], which: Int32Array) => Float64Array.from(which, (task) => scores[task]).sort();

/** @param scores `[seed][task]`. The same tasks are drawn for all seeds. */
function estimate(scores: readonly number[][], statistic: Statistic): (which: Int32Array) => number {
  return (which) => mean(scores.map((each) => statistic(drawn(each, which))));
}

/** Compared looks have played the same tasks. */
function gamesOf({ games, scores }: Look): Games {
  return games ? groupByGame(games.map(String)) : oneGameEach(Object.values(scores)[0].length);
}

function withInterval(games: Games, statistic: (which: Int32Array) => number): { value: number; interval: string } {
  const [ci95]: Interval[] = bootstrap(games, (which) => [statistic(which)]);
  return {
    value: statistic(Int32Array.from(games.flatMap((members) => [...members]))),
    interval: `[${ci95.map(digits).join(', ')}]`,
  };
}

function cell(scores: readonly number[][], games: Games, statistic: Statistic): string {
  const { value, interval } = withInterval(games, estimate(scores, statistic));
  if (scores.length === 1) return `${digits(value)} ${interval}`;
  const each = scores.map((of) => statistic(Float64Array.from(of).sort()));
  return `${digits(value)} ${interval}, seeds ${digits(Math.min(...each))} to ${digits(Math.max(...each))}`;
}

function difference(a: readonly number[][], b: readonly number[][], games: Games, statistic: Statistic): string {
  if (a[0].length !== b[0].length) return 'other tasks';
  const [one, other] = [estimate(a, statistic), estimate(b, statistic)];
  const { value, interval } = withInterval(games, (which) => one(which) - other(which));
  return `${value > 0 ? '+' : ''}${digits(value)} ${interval}`;
}
