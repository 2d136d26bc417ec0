import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { readConfigFile } from '../src/config/config-file.js';

const directory = mkdtempSync(join(tmpdir(), 'config-file-'));
afterAll(() => rmSync(directory, { recursive: true }));

function fileOf(content: unknown): string {
  const file = join(directory, 'config.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('--config', () => {
  it.each([{}, { preset: 'imitation', seed: 7 }, { learner: 'ppo', curriculum: 'plr', simulation: { pose: false } }])(
    'of what a run stores gives its settings again, but not its directory: %j',
    (given) => {
      const config = mergeConfig({ ...given, run: 'runs/other', steps: 5000 });
      const file = fileOf({ actors: 1, config, agent: {}, parents: {} });
      expect(mergeConfig(readConfigFile(file))).toEqual({ ...config, actors: 1, run: 'runs/teacher' });
      expect(mergeConfig(readConfigFile(fileOf(config)))).toEqual({ ...config, run: 'runs/teacher' });
    },
  );

  it('of a student gives how it is taught, and not by whom', () => {
    const config = mergeConfig({ distillSteps: 1234 }, { teacher: 'abc', from: 'runs/x' });
    const read = readConfigFile(fileOf({ actors: 2, config }));
    expect(read).toMatchObject({ distillSteps: 1234, size: config.size });
    expect(JSON.stringify(read)).not.toContain('runs/x');
  });

  it('may hold some settings only, under their former names as well', () => {
    expect(readConfigFile(fileOf({ seed: 3, frames: 1e6 }))).toEqual({ seed: 3, steps: 1e6 });
  });

  it('may hold settings that are gone where they did nothing', () => {
    const config = mergeConfig({ seed: 7 });
    const gone = { latches: 0, testedWeight: 0 };
    expect(readConfigFile(fileOf({ actors: 1, config: { ...config, ...gone } }))).toEqual(
      readConfigFile(fileOf({ actors: 1, config })),
    );
    const file = fileOf({ actors: 1, config: { ...config, ...gone, testedWeight: 5 } });
    expect(() => readConfigFile(file)).toThrow(`--config ${file}: the setting "testedWeight" is gone: leave it out.`);
  });

  it('says all faults of the file in one sentence', () => {
    const file = fileOf({ sed: 3, environments: 'many', learningRate: -1 });
    expect(() => readConfigFile(file)).toThrow(/there is no setting "sed".*"seed".*--environments.*--learning-rate -1/);
    expect(() => readConfigFile(fileOf('{"seed": 1'))).toThrow(/config\.json: this is not JSON/);
    expect(() => readConfigFile(fileOf([1]))).toThrow(/expected an object/);
    expect(() => readConfigFile(join(directory, 'missing.json'))).toThrow(/^Cannot read .*missing\.json/);
  });
});
