import { Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { drawIndex, mixture, rankProbabilities, stalenessProbabilities } from '../src/sampling/replay-distribution.js';

const close = (found: readonly number[], wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i], 12);
  });
};

describe('rank prioritisation', () => {
  it('is (1 / rank)^(1 / temperature), normalised; equal scores keep their order', () => {
    // Ranks 3, 1, 4, 2: weights 1/3, 1, 1/4, 1/2 of 25/12.
    close(rankProbabilities([3, 9, 1, 9], 1), [0.16, 0.48, 0.12, 0.24]);
    // Squares: 1/9, 1, 1/16, 1/4 of 205/144.
    close(rankProbabilities([3, 9, 1, 9], 0.5), [16 / 205, 144 / 205, 9 / 205, 36 / 205]);
    // Roots: 1 and 1 / sqrt 2.
    close(rankProbabilities([-1, -0.5], 2), [1 / (1 + Math.SQRT2), Math.SQRT2 / (1 + Math.SQRT2)]);
  });
});

describe('staleness', () => {
  it('goes by age; all alike where nothing has aged', () => {
    close(stalenessProbabilities([0, 3, 1]), [0, 0.75, 0.25]);
    close(stalenessProbabilities([0, 0]), [0.5, 0.5]);
  });

  it('is mixed in with its share', () => {
    close(mixture([0.16, 0.48, 0.12, 0.24], [0, 0.75, 0.25, 0], 0.2), [0.128, 0.534, 0.146, 0.192]);
  });
});

describe('drawing', () => {
  it('meets the probabilities', () => {
    const random = new Random(3);
    const probabilities = [0.128, 0.534, 0.146, 0.192];
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[drawIndex(random, probabilities)]++;
    // Four standard errors are at most .014.
    probabilities.forEach((p, i) => {
      expect(Math.abs(counts[i] / 20_000 - p)).toBeLessThan(0.014);
    });
  });

  it('gives the last where rounding leaves a rest', () => {
    expect(drawIndex({ float: () => 0.9999 } as Random, [0.5, 0.4999])).toBe(1);
  });
});
