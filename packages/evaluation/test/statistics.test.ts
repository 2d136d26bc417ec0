import { describe, expect, it } from 'vitest';
import {
  bootstrap,
  mean,
  pairedGain,
  quantile,
  shareAbove,
  smallestPairedGain,
  summarise,
} from '../src/statistics/statistics.js';

describe('statistics of scores', () => {
  it('takes quantiles as NumPy does: np.quantile([1, 2, 4, 8, 16], [0, .2, .5, .9, 1])', () => {
    const sorted = [1, 2, 4, 8, 16];
    const found = [0, 0.2, 0.5, 0.9, 1].map((p) => quantile(sorted, p));
    [1, 1.8, 4, 12.8, 16].forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 12);
    });
  });

  it('counts shares strictly above the threshold', () => {
    expect(shareAbove([0.8, 0.81, 0.2, 1], 0.8)).toBe(0.5);
  });

  it('summarises unsorted scores', () => {
    const { median, p20, mean: average, above08 } = summarise([0.9, 0.1, 0.5, 1, 0.3]);
    expect(median).toBeCloseTo(0.5, 12);
    expect(p20).toBeCloseTo(0.26, 12);
    expect(average).toBeCloseTo(0.56, 12);
    expect(above08).toBeCloseTo(0.4, 12);
  });

  it('gives the interval of a mean that theory gives: 1.96 standard errors', () => {
    const scores = Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 0 : 1));
    const [[low, high]] = bootstrap(400, (drawn) => [mean(Array.from(drawn, (i) => scores[i]))]);
    // Standard error .5 / 20 = .025.
    expect(low).toBeCloseTo(0.5 - 0.049, 2);
    expect(high).toBeCloseTo(0.5 + 0.049, 2);
  });

  it('pairs tasks: a constant gain has an interval of no width', () => {
    const { mean: gain, ci95 } = pairedGain([1, 2, 3], [0.5, 1.5, 2.5]);
    expect(gain).toBeCloseTo(0.5, 12);
    expect(ci95).toEqual([0.5, 0.5]);
  });

  it('takes the smaller of the mean gains, not the mean of the smaller gains', () => {
    // Against the first: +1, -1, mean 0. Against the second: -1, +3, mean 1. The mean of the smaller ones would be -1.
    expect(
      smallestPairedGain(
        [1, 1],
        [
          [0, 2],
          [2, -2],
        ],
      ).mean,
    ).toBe(0);
  });

  it('gives every statistic the interval of its resamples', () => {
    const sorted = [0.05, 0.1, 0.1, 0.4, 0.7, 0.81, 0.9, 1];
    const resampled = (statistic: (sample: number[]) => number) =>
      bootstrap(8, (drawn) => [statistic(Array.from(drawn, (i) => sorted[i]).sort((a, b) => a - b))])[0];
    const { ci95 } = summarise([0.9, 0.1, 1, 0.05, 0.81, 0.1, 0.4, 0.7]);
    expect(ci95.median).toEqual(resampled((sample) => quantile(sample, 0.5)));
    expect(ci95.p20).toEqual(resampled((sample) => quantile(sample, 0.2)));
    expect(ci95.mean).toEqual(resampled(mean));
    expect(ci95.above08).toEqual(resampled((sample) => shareAbove(sample, 0.8)));
  });

  it('is the same every time', () => {
    const scores = [0.2, 0.4, 0.9, 0.1];
    expect(summarise(scores)).toEqual(summarise(scores));
  });
});
