import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { expectedOf, firstFault, listSettings, mergeSettings, nodeOf } from '../src/index.js';

const schema = z.strictObject({
  rate: z.number().gt(0).lt(1).default(0.5).meta({ description: 'A rate.', unit: '1/s', paper: 'A: 0.1' }),
  count: z.int().min(1).default(3).meta({ description: 'A count.' }),
  mode: z.enum(['slow', 'fast']).meta({ description: 'A mode.' }),
  threads: z
    .union([z.literal('auto'), z.int().min(1)])
    .default('auto')
    .meta({ description: 'Threads.' }),
  steps: z.array(z.number().min(0).max(9)).min(1).default([1]).meta({ description: 'Steps.' }),
  hand: z.strictObject({
    near: z.number().meta({ description: 'Near.' }),
    far: z.boolean().meta({ description: 'Far.' }),
  }),
  weights: z
    .record(z.string().regex(/^\d+$/), z.number().min(0))
    .refine((weights) => Object.keys(weights).length < 3, { error: 'must be at most two' })
    .default({})
    .meta({ description: 'Weights.', expects: 'numbers, each with a weight' }),
  rooms: z
    .partialRecord(z.enum(['attic', 'cellar']), z.int())
    .default({})
    .meta({ description: 'Rooms.' }),
});
const good = { mode: 'fast', hand: { near: 1, far: true } };

describe('the first fault of settings', () => {
  it.each([
    [{ rate: 1 }, '/rate must be a number above 0 and below 1, not 1'],
    [{ rate: Number.NaN }, '/rate must be a number above 0 and below 1, not null'],
    [{ count: 1.5 }, '/count must be a whole number of at least 1, not 1.5'],
    [{ count: '3' }, '/count must be a whole number of at least 1, not "3"'],
    [{ mode: 'sloww' }, '/mode must be one of slow, fast, not "sloww"'],
    [{ mode: undefined }, '/mode must be one of slow, fast, but is missing'],
    [{ threads: 'many' }, '/threads must be auto or a whole number of at least 1, not "many"'],
    [{ steps: [] }, '/steps must be a list of 1 or more, each a number from 0 to 9, not []'],
    [{ steps: [1, 10] }, '/steps/1 must be a number from 0 to 9, not 10'],
    [{ hand: 3 }, '/hand must be an object { near, far }, not 3'],
    [{ hand: { near: 1, far: 'no' } }, '/hand/far must be true or false, not "no"'],
    [{ hand: { naer: 1, far: true } }, '/hand/naer is not a setting (did you mean "near"?)'],
    [{ hand: { near: 1, far: true, zzzzzz: 1 } }, '/hand/zzzzzz is not a setting; expected one of near, far'],
    [{ weights: { x: 1 } }, '/weights must be numbers, each with a weight, not {"x":1}'],
    [{ weights: { 1: -1 } }, '/weights/1 must be a number of at least 0, not -1'],
    [{ weights: { 1: 1, 2: 1, 3: 1 } }, '/weights must be at most two'],
    [{ rooms: { atic: 1 } }, '/rooms/atic is not a setting (did you mean "attic"?)'],
    [{ rooms: { attic: 'x' } }, '/rooms/attic must be a whole number, not "x"'],
    [{ Rate: 0.1, count: 0 }, '/Rate is not a setting (did you mean "rate"?)'],
    [{ 'a/b': 1 }, /^\/a~1b is not a setting/],
    [{ mode: 'x'.repeat(99) }, /not "x{56}\.\.\.$/],
  ])('of %j', (changes, sentence) => {
    const fault = firstFault(schema, { ...good, ...changes });
    if (typeof sentence === 'string') expect(fault).toBe(sentence);
    else expect(fault).toMatch(sentence);
  });

  it('is none where all is well, and says where the settings lie', () => {
    expect(firstFault(schema, good)).toBeUndefined();
    expect(firstFault(schema, { ...good, count: 0 }, '/config')).toMatch(/^\/config\/count must be/);
    expect(firstFault(schema, 7)).toMatch(/^the value must be an object \{ rate, .*, not 7$/);
  });
});

describe('the list of settings', () => {
  it('has a row for each leaf, with all that is said of it', () => {
    const rows = listSettings(schema, { hand: { near: 2 } });
    expect(rows.map(({ path }) => path.join('.'))).toEqual([
      'rate',
      'count',
      'mode',
      'threads',
      'steps',
      'hand.near',
      'hand.far',
      'weights',
      'rooms',
    ]);
    expect(rows[0]).toEqual({
      path: ['rate'],
      description: 'A rate.',
      expected: 'a number above 0 and below 1',
      default: 0.5,
      unit: '1/s',
      paper: 'A: 0.1',
    });
    expect(rows[5]).toMatchObject({ default: 2, expected: 'a number' });
  });

  it('refuses a setting that nobody has described', () => {
    const silent = z.strictObject({ hand: z.strictObject({ near: z.number() }) });
    expect(() => listSettings(silent)).toThrow('The setting hand.near has no description.');
  });
});

it('changes are merged into objects with fixed keys; lists and tables are replaced', () => {
  const before = { ...good, steps: [1, 2], weights: { 1: 1 } };
  const changes = { hand: { near: 5 }, steps: [3], weights: { 2: 1 }, mode: undefined, extra: 1 };
  expect(mergeSettings(schema, before, changes)).toEqual({
    mode: 'fast',
    hand: { near: 5, far: true },
    steps: [3],
    weights: { 2: 1 },
    extra: 1,
  });
  expect(before.hand).toEqual({ near: 1, far: true });
});

it('a whole number has no bounds that only say that it is safe', () => {
  expect(expectedOf(nodeOf(z.int()))).toBe('a whole number');
});
