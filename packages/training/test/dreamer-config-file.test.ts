import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { overFile } from '../src/config/settings-file.js';
import { mergeDreamerConfig } from '../src/dreamer/config.js';
import { readDreamerConfigFile } from '../src/dreamer/config-file.js';

const directory = mkdtempSync(join(tmpdir(), 'dreamer-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

function fileOf(content: unknown): string {
  const file = join(directory, 'config.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('--config of train:dreamer', () => {
  it.each([
    { environment: 'cartpole-balance', actionRepeat: 4, seed: 7 },
    { environment: 'hold', simulation: { hideTrials: true } },
  ])('of what a run stores gives its settings again, but not its directory: %j', (given) => {
    const config = mergeDreamerConfig({ ...given, run: 'runs/other', steps: 5000 });
    const expected = { ...config, run: 'runs/dreamer' };
    expect(mergeDreamerConfig(readDreamerConfigFile(fileOf({ dreamer: config })))).toEqual(expected);
    expect(mergeDreamerConfig(readDreamerConfigFile(fileOf(config)))).toEqual(expected);
  });

  it('options come before it, and a budget of theirs replaces both of its own', () => {
    const stored = readDreamerConfigFile(fileOf({ seed: 3, size: 'tiny', steps: 100, minutes: 5 }));
    expect(overFile(stored, { seed: '4' })).toEqual({ seed: '4', size: 'tiny', steps: 100, minutes: 5 });
    expect(mergeDreamerConfig(overFile(stored, { minutes: '2' }))).toMatchObject({ seed: 3, steps: 0, minutes: 2 });
  });

  it('says all faults of the file in one sentence', () => {
    const faulty = fileOf({ sed: 3, trainRatio: -1, size: 'huge' });
    expect(() => readDreamerConfigFile(faulty)).toThrow(
      /there is no setting "sed" \(did you mean "seed"\?\).*--train-ratio -1.*--size "huge"/,
    );
    expect(() => readDreamerConfigFile(fileOf({ config: {}, actors: 1 }))).toThrow(/is of train:teacher/);
    expect(() => readDreamerConfigFile(fileOf('{"seed"'))).toThrow(/this is not JSON/);
  });
});
