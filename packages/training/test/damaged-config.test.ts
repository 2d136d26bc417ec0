import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { saveCheckpoint } from '../src/storage/checkpoint-store.js';
import { readStored } from '../src/storage/run-directory.js';
import { train } from './one-thread.js';

const directory = mkdtempSync(join(tmpdir(), 'damaged-config-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const run = join(directory, 'run');
const file = join(run, 'config.json');
const config = (steps: number, more = {}) => mergeConfig({ preset: 'debug', run, steps, ...more });

describe('a run whose config.json is damaged', () => {
  let whole: string;
  beforeAll(async () => {
    await train(config(200));
    whole = readFileSync(file, 'utf8');
  });

  it.each(['', '{"actors": 1', 'gone'])(
    '(%j) goes on by the copy in its checkpoint, with the same options only',
    async (text) => {
      if (text === 'gone') rmSync(file);
      else writeFileSync(file, text);
      await expect(train(config(400, { seed: 9 }))).rejects.toThrow('was started with --seed 1, not 9');
      expect((await train(config(200))).status).toBe('already finished');
      expect(readFileSync(file, 'utf8')).toBe(whole);
    },
  );

  it('and whose checkpoint is of an earlier version is told how to go on', () => {
    const earlier = join(directory, 'earlier');
    const checkpoint = saveCheckpoint(join(earlier, 'checkpoints'), 7, { 'state.json': '{}' }, 3);
    writeFileSync(join(earlier, 'config.json'), '');
    expect(() => readStored(earlier)).toThrow(
      `config.json is not the configuration of a run: delete it and give the options that the run was started with, ` +
        `and the run goes on from ${checkpoint}, or choose another directory with --run.`,
    );
    rmSync(join(earlier, 'config.json'));
    expect(readStored(earlier)).toBeUndefined();
  });

  it('and that has no checkpoint can be begun again', () => {
    const begun = join(directory, 'begun');
    mkdirSync(begun);
    writeFileSync(join(begun, 'config.json'), '');
    expect(() => readStored(begun)).toThrow('the run has no checkpoint, so delete the directory, or choose another');
  });
});
