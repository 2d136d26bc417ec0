import { describe, expect, it } from 'vitest';
import { groupByGame, oneGameEach } from '../src/statistics/games.js';
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
    const { median, p20, mean: average, above08 } = summarise([0.9, 0.1, 0.5, 1, 0.3], oneGameEach(5));
    expect(median).toBeCloseTo(0.5, 12);
    expect(p20).toBeCloseTo(0.26, 12);
    expect(average).toBeCloseTo(0.56, 12);
    expect(above08).toBeCloseTo(0.4, 12);
  });

  it('gives the interval of a mean that theory gives: 1.96 standard errors', () => {
    const scores = Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 0 : 1));
    const [[low, high]] = bootstrap(oneGameEach(400), (drawn) => [mean(Array.from(drawn, (i) => scores[i]))]);
    // Standard error .5 / 20 = .025.
    expect(low).toBeCloseTo(0.5 - 0.049, 2);
    expect(high).toBeCloseTo(0.5 + 0.049, 2);
  });

  it('pairs tasks: a constant gain has an interval of no width', () => {
    const { mean: gain, ci95 } = pairedGain([1, 2, 3], [0.5, 1.5, 2.5], oneGameEach(3));
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
        oneGameEach(2),
      ).mean,
    ).toBe(0);
  });

  it('gives every statistic the interval of its resamples', () => {
    const scores = [0.9, 0.1, 1, 0.05, 0.81, 0.1, 0.4, 0.7];
    const resampled = (statistic: (sample: number[]) => number) =>
      bootstrap(oneGameEach(8), (drawn) => [statistic(Array.from(drawn, (i) => scores[i]).sort((a, b) => a - b))])[0];
    const { ci95 } = summarise(scores, oneGameEach(8));
    expect(ci95.median).toEqual(resampled((sample) => quantile(sample, 0.5)));
    expect(ci95.p20).toEqual(resampled((sample) => quantile(sample, 0.2)));
    expect(ci95.mean).toEqual(resampled(mean));
    expect(ci95.above08).toEqual(resampled((sample) => shareAbove(sample, 0.8)));
  });

  it('is the same every time', () => {
    const scores = [0.2, 0.4, 0.9, 0.1];
    expect(summarise(scores, oneGameEach(4))).toEqual(summarise(scores, oneGameEach(4)));
  });
});

describe('intervals over games', () => {
  it('draw games, and keep all tasks of a game that is drawn', () => {
    const games = groupByGame(['x', 'y', 'x', 'x']);
    expect(games).toEqual([Int32Array.of(0, 2, 3), Int32Array.of(1)]);
    const seen = new Set<string>();
    bootstrap(games, (drawn) => {
      seen.add([...drawn].join(' '));
      return [0];
    });
    // Two games, drawn twice: every resample is one of these four.
    expect([...seen].sort()).toEqual(['0 2 3 0 2 3', '0 2 3 1', '1 0 2 3', '1 1']);
  });

  it('by hand: two games of 2 and 1 tasks', () => {
    // Scores 1, 1 and 0. Drawn (x, x): mean 1; (x, y) or (y, x): 2/3; (y, y): 0. A quarter of the resamples are at each end.
    const games = groupByGame(['x', 'x', 'y']);
    const means: number[] = [];
    const [ci95] = bootstrap(games, (drawn) => {
      means.push(mean(Array.from(drawn, (task) => [1, 1, 0][task])));
      return [means[means.length - 1]];
    });
    const share = (value: number) => means.filter((each) => Math.abs(each - value) < 1e-12).length / means.length;
    expect(share(1)).toBeCloseTo(0.25, 1);
    expect(share(2 / 3)).toBeCloseTo(0.5, 1);
    expect(share(0)).toBeCloseTo(0.25, 1);
    expect(share(1) + share(2 / 3) + share(0)).toBe(1);
    expect(ci95).toEqual([0, 1]);
    expect(summarise([1, 1, 0], games)).toMatchObject({
      mean: 2 / 3,
      median: 1,
      ci95: { mean: [0, 1], above08: [0, 1] },
    });
  });

  it('are as wide as those of as many tasks as there are games', () => {
    // 400 tasks of four games of which all tasks score alike: what is known is four numbers.
    const scores = Array.from({ length: 400 }, (_, task) => [0, 0.2, 0.6, 1][task % 4]);
    const over = summarise(scores, groupByGame(scores.map(String))).ci95.mean;
    const four = summarise([0, 0.2, 0.6, 1], oneGameEach(4)).ci95.mean;
    over.forEach((end, i) => {
      expect(end).toBeCloseTo(four[i], 12);
    });
    const tasks = summarise(scores, oneGameEach(400)).ci95.mean;
    expect(over[1] - over[0]).toBeGreaterThan(5 * (tasks[1] - tasks[0]));
  });
});
