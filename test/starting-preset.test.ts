import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startingPreset } from '../scripts/starting-preset.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'starting-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A run directory that holds this as its settings. */
const runWith = (name: string, text: string): string => {
  mkdirSync(join(directory, name));
  writeFileSync(join(directory, name, 'config.json'), text);
  return join(directory, name);
};

describe('a training without --preset and --config', () => {
  const run = () => join(directory, 'none');

  it('has a script teach, unless rewards or another learner alone are asked for', () => {
    expect(startingPreset({ run: run() }, undefined)).toBe('imitation');
    expect(startingPreset({ run: run(), learner: 'muesli' }, 'oracle')).toBe('imitation');
    expect(startingPreset({ run: run() }, 'none')).toBe('laptop');
    expect(startingPreset({ run: run(), learner: 'ppo' }, undefined)).toBe('laptop');
  });

  it('goes on with the preset that its run began with', () => {
    const before = runWith('a', JSON.stringify({ actors: 1, config: { preset: 'laptop', seed: 1 } }));
    expect(startingPreset({ run: before }, undefined)).toBe('laptop');
    const taught = runWith('b', JSON.stringify({ actors: 1, config: { preset: 'imitation', seed: 1 } }));
    expect(startingPreset({ run: taught }, 'none')).toBe('imitation');
  });

  it('leaves a damaged config.json to who opens the run', () => {
    expect(startingPreset({ run: runWith('c', '') }, undefined)).toBe('imitation');
  });
});
