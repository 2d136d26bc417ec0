import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, readAddress, writeAddress } from '../src/page/address.js';
import { VIEWS } from '../src/page/scene/cameras.js';

const path = fc.string({ minLength: 1, unit: fc.constantFrom(...'abcXYZ019/-_.: &#=+%?ä') });
const tenths = (most: number) => fc.integer({ min: 0, max: most }).map((k) => k / 10);

const address: fc.Arbitrary<Address> = fc.record(
  {
    replay: path,
    task: path,
    player: path,
    trials: fc.integer({ min: 1, max: 100 }),
    seed: fc.integer({ min: 0, max: 2 ** 40 }),
    mode: fc.constant('greedy' as const),
    at: fc.record({ trial: fc.integer({ min: 0, max: 90 }), seconds: tenths(6000) }),
    view: fc.constantFrom(...VIEWS),
    speed: fc.constantFrom(0.25, 0.5, 2, 8),
    sharp: fc.constant(true as const),
  },
  { requiredKeys: [] },
);

describe('the address of a moment', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(address, (given) => {
        expect(readAddress(`#${writeAddress(given)}`)).toEqual(given);
      }),
    );
  });

  it('leaves out what makes no sense', () => {
    expect(readAddress('#')).toEqual({});
    expect(readAddress('#trials=0&seed=-1&mode=best&at=0:1&view=behind&speed=99&at=x')).toEqual({});
    expect(readAddress('#trials=1e3&at=1:2x&speed=NaN')).toEqual({});
  });

  it('counts trials from 1, as people do', () => {
    expect(writeAddress({ task: 'tasks/a.jsonc', at: { trial: 1, seconds: 3.25 } })).toBe(
      'task=tasks/a.jsonc&at=2:3.3',
    );
  });
});
