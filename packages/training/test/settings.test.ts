import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@open-ada/node-kit';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentConfigOf, type Given, mergeConfig } from '../src/config/config.js';
import { configJsonSchema } from '../src/config/config-schema.js';
import { FORMER_OPTIONS } from '../src/config/former-keys.js';
import { ALL_OPTIONS, optionHelp, optionName } from '../src/config/options.js';
import { settingsPage } from '../src/config/settings-page.js';
import { requireValueRange } from '../src/config/value-range.js';
import { curriculumOf } from '../src/config/world-settings.js';
import { openRunDirectory } from '../src/storage/run-directory.js';

const BEFORE = JSON.parse(
  readFileSync(new URL('./fixtures/defaults-before-schemas.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, unknown>>;

/** What was a constant of the code when the fixture was made. */
const NEW = {
  storedActivations: 64,
  trainOn: '',
  shortestIteration: 0,
  lengthenSteps: 500_000,
  valueLimit: 0,
  keptCheckpoints: 3,
  keptReplays: 50,
  firstEvalMinutes: 0.75,
  matchDepth: 3,
  matchNegated: false,
  matchHidden: false,
  matchPartners: false,
  players: 1,
  snapshotSteps: 500_000,
  labels: 'none',
  steadyTurns: true,
  followIntents: true,
  imitationWeight: 2,
  imitationFloor: 0.5,
  intentWeight: 0,
  intentTemperature: 1,
  keepIntents: false,
  imitationSteps: 20e6,
  imitationTemperature: 2,
  demonstrations: 0.3,
  demonstrationSteps: 20e6,
  demonstratedTrials: 2,
  averageAge: 0.03,
};

const student = { teacher: '', from: '' };
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'settings-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('defaults', () => {
  it.each([
    ['teacher', {}, undefined],
    ['student', {}, student],
    ['ppo', { learner: 'ppo' }, undefined],
    ['plr', { curriculum: 'plr' }, undefined],
    ['no-op-filter', { curriculum: 'no-op-filter' }, undefined],
    ['learnability', { curriculum: 'learnability' }, undefined],
  ] as const)(
    'of %s are those of before there were schemas, and what was hidden in the code',
    (name, given, taught) => {
      const config = mergeConfig(given, taught);
      const { constants, curriculumSettings, ...before } = BEFORE[name] as Record<string, Record<string, unknown>>;
      const { actWithTarget, ...numbers } = constants;
      expect(config.constants).toEqual({
        ...numbers,
        ...(actWithTarget !== undefined && { actWithTarget: true }),
        taskInferenceBeforeReward: 0.125,
        sqrtDecayUpdates: 0,
      });
      expect(curriculumOf(config)).toEqual({ ...curriculumSettings, rampStart: 0.1, trialLength: 'iteration' });
      const { constants: _, curriculumSettings: __, ...rest } = config;
      expect(rest).toEqual({ ...before, ...NEW, evalTrials: 4 });
    },
  );
});

describe('a run that began before there were schemas', () => {
  const given: Given = { preset: 'debug', simulation: { speed: 2 } };

  /** As it was kept then: changes only, numbers for flags, none of the new keys. */
  function begin(run: string): void {
    const { simulation, curriculumSettings, ...config } = mergeConfig({ ...given, run }) as unknown as Given;
    for (const key of [...Object.keys(NEW), 'evalTrials']) delete config[key];
    const { taskInferenceBeforeReward, ...constants } = config.constants as Record<string, unknown>;
    const former = {
      ...config,
      constants: { ...constants, actWithTarget: 1 },
      simulation: { speed: 2 },
      curriculumSettings: { trialWeights: { 2: 0.5, 3: 0.5 } },
    };
    mkdirSync(run);
    writeFileSync(join(run, 'config.json'), JSON.stringify({ actors: 1, config: former }));
  }

  it('goes on with the same command, and is then kept in full', async () => {
    const run = join(directory, 'former');
    begin(run);
    const config = mergeConfig({ ...given, run });
    await (await openRunDirectory(config)).lock.release();
    const stored = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
    expect(stored).toEqual({
      actors: 1,
      config: JSON.parse(JSON.stringify(config)),
      agent: agentConfigOf(config),
      parents: {},
    });
  });

  it.each([
    [{ actWithTarget: false }, /--act-with-target true, not false/],
    [{ taskInferenceBeforeReward: 1 }, /--task-inference-before-reward 0.125, not 1/],
    [{ simulation: { speed: 2, swap: false } }, /--simulation \{"swap":true\}, not \{"swap":false\}/],
    [
      { curriculumSettings: { trialWeights: { 2: 0.5, 3: 0.5 }, rampStart: 1 } },
      /--curriculum-settings \{"rampStart":0.1\}, not \{"rampStart":1\}/,
    ],
    [{ valueLimit: 60 }, /--value-limit 0, not 60/],
  ])('refuses to go on with %j', async (changes, sentence) => {
    const run = join(directory, `changed-${Object.keys(changes)}`);
    begin(run);
    await expect(openRunDirectory(mergeConfig({ ...given, ...changes, run }))).rejects.toThrow(sentence);
  });
});

describe('a run that began with settings that are gone', () => {
  function begin(name: string, gone: object): string {
    const run = join(directory, name);
    mkdirSync(run);
    const config = { ...mergeConfig({ preset: 'debug', run }), ...gone };
    writeFileSync(join(run, 'config.json'), JSON.stringify({ actors: 1, config }));
    return run;
  }

  it('goes on where they did nothing, and is then kept without them', async () => {
    const run = begin('did-nothing', { latches: 0, testedWeight: 0 });
    const config = mergeConfig({ preset: 'debug', run });
    await (await openRunDirectory(config)).lock.release();
    const stored = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
    expect(stored.config).toEqual(JSON.parse(JSON.stringify(config)));
  });

  it('is refused where they did something', async () => {
    const run = begin('did-something', { latches: 0, testedWeight: 5 });
    await expect(openRunDirectory(mergeConfig({ preset: 'debug', run }))).rejects.toThrow(
      new InputError(
        `${run} was started with --tested-weight 5, which is gone: choose another directory with --run, or go on with ` +
          'the version that began it.',
      ),
    );
  });
});

describe('the value head and the discount', () => {
  it.each([
    [
      { discount: 0.99 },
      /--discount 0.99: .* = 100, but the value head of laptop-teacher ends at 50; set --value-limit 100/,
    ],
    [{ discount: 0.99 }, /or a --discount of at most 0\.98\.$/],
    [{ discount: 0.99, learner: 'ppo' }, /--value-limit 100/],
    [{ discount: 0.99, valueLimit: 60 }, /but --value-limit 60 ends at 60; set --value-limit 100/],
    [{ valueLimit: 49 }, /--discount 0.98: .* = 50, but --value-limit 49/],
  ])('of %j do not fit', (given, sentence) => {
    const config = mergeConfig(given);
    expect(() => requireValueRange(config)).toThrow(InputError);
    expect(() => requireValueRange(config)).toThrow(sentence);
  });

  it.each([{}, { discount: 0.9 }, { discount: 0.99, valueLimit: 100 }, { size: 'paper-6m', discount: 0.995 }])(
    'of %j fit',
    (given) => {
      expect(() => requireValueRange(mergeConfig(given as Given))).not.toThrow();
    },
  );

  it('the value limit is that of the size where none is given', () => {
    expect(agentConfigOf(mergeConfig({})).valueLimit).toBe(50);
    expect(agentConfigOf(mergeConfig({ valueLimit: 100 })).valueLimit).toBe(100);
  });
});

describe('options', () => {
  it('each has a sentence of its own, what it takes and its default', () => {
    const texts = ALL_OPTIONS.map((option) => optionHelp(option));
    expect(new Set(texts.map((text) => text.split(' (')[0])).size).toBe(texts.length);
    for (const text of texts) expect(text).toMatch(/^[A-Z].{15,}\..* \(.*default.*\)$/);
    const help = (key: string) => optionHelp(ALL_OPTIONS.find((option) => option.key === key)!);
    expect(help('entropyWeight')).toMatch(/\(a number of at least 0; default 0.03, with ppo 0.01\)$/);
    expect(help('ratioClip')).toMatch(/default 0.2, ppo only\)$/);
    expect(help('actWithTarget')).toMatch(/\(true or false; default true, muesli only\)$/);
  });

  it.each([
    ['lerningRate', 'learningRate'],
    ['Seed', 'seed'],
    ['curiculum', 'curriculum'],
  ])('%s is refused with the name that was meant, %s', (given, meant) => {
    expect(() => mergeConfig({ [given]: 1 })).toThrow(`there is no setting "${given}" (did you mean "${meant}"?).`);
  });

  it('those of a student are for a student', () => {
    expect(() => mergeConfig({ distillWeight: 1 })).toThrow('--distill-weight is an option of train:student only.');
    expect(mergeConfig({ distillWeight: 2 }, student).distillation).toMatchObject({ weight: 2, steps: 2e6 });
  });

  it.each([true, 'true', '1', 1])('a flag takes %j as true', (given) => {
    expect(mergeConfig({ actWithTarget: given }).constants).toMatchObject({ actWithTarget: true });
  });

  it.each([false, 'false', '0', 0])('a flag takes %j as false, by its former name too', (given) => {
    expect(mergeConfig({ actWithTarget: given }).constants).toMatchObject({ actWithTarget: false });
    expect(mergeConfig({ targetActs: given }).constants).toMatchObject({ actWithTarget: false });
  });

  it('a flag takes nothing else', () => {
    expect(() => mergeConfig({ actWithTarget: 'yes' })).toThrow('--act-with-target "yes": expected true or false.');
  });

  it('every former name leads to an option of today', () => {
    const keys = [...ALL_OPTIONS.map(({ key }) => key)];
    for (const now of Object.values(FORMER_OPTIONS)) expect(keys).toContain(now);
  });

  it('JSON settings are merged level by level, under their former names too, and checked', () => {
    const { simulation, curriculumSettings } = mergeConfig({
      simulation: '{"hand": {"start": 1}, "framesPerDecision": 3}',
      curriculumSettings: '{"earlierShare": 0.5, "trialWeights": {"4": 1}}',
    });
    expect(simulation).toMatchObject({ actionRepeat: 3, hand: { start: 1, max: 2 } });
    expect(curriculumSettings).toMatchObject({ earlierFraction: 0.5, trialWeights: { 4: 1 } });
    expect(curriculumSettings.trialWeights).toEqual({ 4: 1 });
    expect(() => mergeConfig({ curriculumSettings: { stepsPerIteration: 9 } })).toThrow(
      '--curriculum-settings: /stepsPerIteration is what --steps-per-iteration makes it.',
    );
    expect(() => mergeConfig({ curriculumSettings: { trialWeights: { 41: 1 } }, stepsPerIteration: 40 })).toThrow(
      /\/trialWeights must be .* from 1 to the 40 steps of an iteration, not 41\.$/,
    );
  });
});

describe('pages made from the schemas', () => {
  const docs = new URL('../../../docs/', import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, docs), 'utf8');

  it('are up to date (pnpm docs:settings)', () => {
    expect(read('settings.md')).toBe(settingsPage());
    expect(JSON.parse(read('config.schema.json'))).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });

  it('the page names every option', () => {
    const page = settingsPage();
    for (const { key } of ALL_OPTIONS) expect(page).toContain(`\`--${optionName(key)}\``);
  });

  it('the JSON Schema takes what a run writes, and nothing that is misspelled', () => {
    const validate = new Ajv2020({ strict: false }).compile(configJsonSchema());
    const fileOf = (given: Given, taught?: typeof student) => {
      const config = mergeConfig(given, taught);
      return JSON.parse(JSON.stringify({ actors: 1, config, agent: agentConfigOf(config) }));
    };
    for (const given of [
      {},
      { learner: 'ppo' },
      { curriculum: 'plr', simulation: { camera: { width: 8, height: 6, fieldOfView: 90 } } },
    ]) {
      expect([validate(fileOf(given as Given)), validate.errors]).toEqual([true, null]);
    }
    expect(validate(fileOf({}, student))).toBe(true);
    const broken = fileOf({});
    broken.config.constants.lerningRate = 1;
    expect(validate(broken)).toBe(false);
  });
});
