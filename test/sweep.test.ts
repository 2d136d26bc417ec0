import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RowResult } from '../experiments/runner/result.js';
import { readSweep } from '../experiments/sweep/sweep-file.js';
import { sweepTable } from '../experiments/sweep/sweep-table.js';
import { runWarm } from './kit/warm-command.js';

const directory = mkdtempSync(join(tmpdir(), 'sweep-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function fileOf(content: unknown): string {
  const file = join(directory, 'sweep.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const SMALL = { name: 'small', steps: [100], play: { family: 'hold' } };

describe('the file of a sweep', () => {
  it('has a row for each name, each combination of the grid, and each seed', () => {
    const { rows, marks, protocol } = readSweep(
      fileOf({
        ...SMALL,
        seeds: [1, 3],
        settings: { preset: 'debug', learningRate: 0.1 },
        rows: { plain: {}, slow: { learningRate: 0.01 } },
        grid: { encoder: ['matched', 'pooled'], unroll: [1] },
      }),
    );
    expect(rows).toHaveLength(8);
    expect(rows.map(({ name }) => name)).toContain('slow-encoder=pooled-unroll=1-seed-3');
    expect(rows.find(({ name }) => name === 'slow-encoder=pooled-unroll=1-seed-3')).toMatchObject({
      seed: 3,
      title: 'slow-encoder=pooled-unroll=1',
      settings: { preset: 'debug', learningRate: 0.01, encoder: 'pooled', unroll: 1 },
    });
    expect(marks).toEqual({ steps: [100], minutes: [] });
    expect(protocol).toEqual({ family: 'hold', count: 256, trials: [1, 5], repeats: 1, control: true });
  });

  it.each([
    ['{', /sweep\.json: this is not JSON/],
    [[], /sweep\.json: the value must be/],
    [{ ...SMALL, name: 'a b' }, /\/name must be letters, digits/],
    [{ ...SMALL, sedes: [1] }, /\/sedes is not a setting \(did you mean "seeds"\?\)/],
    [{ ...SMALL, steps: [] }, /\/steps or \/minutes must say when/],
    [{ ...SMALL, play: { family: 'nope' } }, /\/play\/family must be/],
    [{ ...SMALL, settings: { run: 'x' } }, /\/settings\/run is what --runs says/],
    [{ ...SMALL, rows: { a: { seed: 4 } } }, /\/rows\/a\/seed is what \/seeds says/],
    [{ ...SMALL, rows: { a: { lerningRate: 4 } } }, /row "a": there is no setting "lerningRate" \(did you mean "learn/],
    [{ ...SMALL, grid: { learningRate: [0.1, -1] } }, /row "learning-rate=-1": --learning-rate -1/],
    [{ ...SMALL, grid: { learningRate: [] } }, /\/grid\/learningRate/],
    [{ ...SMALL, rows: { 'unroll=1': {} }, grid: {}, seeds: [1, 1] }, undefined],
  ])('%j is refused in one sentence', (content, sentence) => {
    const read = () => readSweep(fileOf(content));
    if (sentence === undefined) expect(read().rows).toHaveLength(1);
    else expect(read).toThrow(sentence);
  });

  it('is refused by the command before anything is written', () => {
    const { status, stderr } = runWarm('experiments/dist/main.js', ['sweep', fileOf({ ...SMALL, x: 1 })], directory);
    expect(stderr).toMatch(/^\S*sweep\.json: \/x is not a setting.*\n$/);
    expect(status).toBe(2);
  });
});

it('the table has a line for each row, with the mean and the range over seeds', () => {
  const sweep = readSweep(
    fileOf({ ...SMALL, seeds: [1, 2], rows: { one: {}, two: {} }, play: { family: 'hold', trials: [1, 5] } }),
  );
  const look = (scores: number[]) => ({ marks: ['steps-100'], scores: { 1: scores, 5: scores } });
  const result = (title: string, seed: number, scores: number[]) =>
    ({ title, seed, looks: [look(scores)] }) as unknown as RowResult;
  const lines = sweepTable(sweep, [result('one', 1, [0, 1]), result('one', 2, [1, 1]), result('two', 1, [0, 0])], 80);
  expect(lines[0]).toBe('mean score on 256 held-out tasks of hold after 100 steps');
  expect(lines[2]).toMatch(/^one +2 +0\.75 \(0\.50 to 1\.00\) +0\.75/);
  expect(lines[3]).toMatch(/^two +1 +0\.00 +0\.00$/);
  expect(sweepTable(sweep, [], 80)).toEqual([]);
});
