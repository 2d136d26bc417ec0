import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '@open-ada/node-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { addRuns, runsOf } from '../experiments/diagnostics/result-file.js';

const folder = mkdtempSync(join(tmpdir(), 'diagnostics-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const head = { problem: 'bandit', iterations: 20, settings: { learningRate: 1 / 3 } };
const run = (seed: number, reward: number, commit: string | null = 'a') => ({ seed, reward, commit });

describe('a file of diagnostic runs', () => {
  it('keeps the seeds that are not run again', () => {
    const file = join(folder, 'bandit.json');
    addRuns(file, { head, runs: [run(1, 0.5), run(2, 0.25)] });
    addRuns(file, { head, runs: [run(4, 1), run(2, 0.75, 'b')] });
    expect(runsOf(file, head)).toEqual([run(1, 0.5), run(2, 0.75, 'b'), run(4, 1)]);
  });

  it('refuses runs that were made in another way, and stays as it was', () => {
    const file = join(folder, 'other.json');
    addRuns(file, { head, runs: [run(1, 0.5)] });
    const before = readFileSync(file, 'utf8');
    const other = { head: { ...head, iterations: 21 }, runs: [run(2, 0.5)] };
    expect(() => addRuns(file, other)).toThrow(InputError);
    expect(() => addRuns(file, other)).toThrow('other.json was made with another "iterations"; move it elsewhere');
    expect(readFileSync(file, 'utf8')).toBe(before);
    writeFileSync(file, before.slice(0, 20));
    expect(() => runsOf(file, head)).toThrow('other.json is not JSON; move it elsewhere');
  });

  it('gives runs of a published file the commit of the file', () => {
    const file = fileURLToPath(new URL('../docs/results/diagnostics/bandit-ppo.json', import.meta.url));
    const { runs, commit, ...published } = JSON.parse(readFileSync(file, 'utf8'));
    expect(runsOf(file, published).map((each) => each.commit)).toEqual(runs.map(() => commit));
  });
});
