import { expect, it } from 'vitest';
import { ratioChart } from '../experiments/dreamer/ratio-chart.js';
import { ratioTable, scoreAt } from '../experiments/dreamer/ratio-table.js';

const line = (steps: number, episodes: number, score?: number) => ({ steps, episodes, return: score });

it('a score is the mean over the episodes of the steps before a mark', () => {
  const lines = [line(90, 1, 1), line(110, 3, 10), line(200, 1, 50), line(210, 9, 99)];
  expect(scoreAt(lines, 200, 100)).toBe(20);
  expect(scoreAt([line(150, 0)], 200, 100)).toBeUndefined();
});

it('the table has a row for each size and ratio, with the range of its seeds', () => {
  const run = (ratio: number, seed: number, score: number) => ({
    ...{ size: 'half', ratio, seed },
    lines: [line(50, 1, score), line(1000, 1, 2 * score)],
  });
  const rows = ratioTable([run(16, 1, 10), run(16, 2, 20), run(64, 1, 30)], 1000).split('\n');
  expect(rows).toHaveLength(4);
  expect(rows[0]).toMatch(/^\| size and train ratio \| seeds \| 100 steps \| 200 steps /);
  expect(rows[2]).toMatch(/^\| half, ratio 16 \| 2 \| 15\.0 \[10\.0, 20\.0\] \| {2}\|.* 30\.0 \[20\.0, 40\.0\] \|$/);
  expect(rows[3]).toMatch(/^\| half, ratio 64 \| 1 \| 30\.0 \|.* 60\.0 \|$/);
});

it('the chart has the points of the table: mean, lowest and highest seed at each mark', () => {
  const run = (seed: number, score: number) => ({
    ...{ size: 'half', ratio: 16, seed },
    lines: [line(50, 1, score), line(1000, 1, 2 * score)],
  });
  const { data } = ratioChart([run(1, 10), run(2, 20)], 1000, 'catch') as { data?: { values: object[] } };
  expect(data?.values).toEqual([
    { size: 'half', ratio: 16, steps: 100, mean: 15, least: 10, most: 20 },
    { size: 'half', ratio: 16, steps: 1000, mean: 30, least: 20, most: 40 },
  ]);
});
