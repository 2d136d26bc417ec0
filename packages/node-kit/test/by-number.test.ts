import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byNumber } from '../src/index.js';

describe('names with numbers', () => {
  it('are sorted by the values of the numbers', () => {
    const sorted = ['000007', '999999', '1000000', '10000000'];
    expect([...sorted].reverse().sort(byNumber)).toEqual(sorted);
    const probes = ['2-a', '07-a', '07-b', '10-a', '100-a', 'free', 'free-2', 'free-10'];
    expect([...probes].reverse().sort(byNumber)).toEqual(probes);
  });

  it('have one order', () => {
    const names = fc.array(fc.stringMatching(/^[0-9a]{0,4}$/), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(names, ([a, b, c]) => {
        expect(Math.sign(byNumber(a, b))).toBe(-Math.sign(byNumber(b, a)) + 0);
        expect(byNumber(a, b) === 0).toBe(a === b);
        if (byNumber(a, b) < 0 && byNumber(b, c) < 0) expect(byNumber(a, c)).toBeLessThan(0);
      }),
    );
  });
});
