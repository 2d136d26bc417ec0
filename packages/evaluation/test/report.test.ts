import { describe, expect, it } from 'vitest';
import type { JobResult, Player } from '../src/playing/jobs.js';
import { figures } from '../src/statistics/report.js';
import { estimateWithinGroups } from '../src/statistics/statistics.js';

interface Played {
  player: Player;
  k: number;
  rewardByTrial: number[][];
  repeat?: number;
  trial?: number;
}

/** Two tasks, played once. */
function result({ player, k, rewardByTrial, repeat = 0, trial }: Played): JobResult {
  const plays = rewardByTrial.map((_, task) => ({ task, repeat }));
  return { job: { player, k, trial, plays, seed: 1 }, rewardByTrial, steps: 0 };
}

const REFERENCES = [
  result({ player: 'random', k: 1, rewardByTrial: [[0], [1]] }),
  result({ player: 'noop', k: 1, rewardByTrial: [[0], [0]] }),
  result({ player: 'oracle', k: 1, rewardByTrial: [[10], [9]] }),
];

const RESULTS = [
  ...REFERENCES,
  result({ player: 'agent', k: 1, rewardByTrial: [[2], [5]] }),
  result({
    player: 'agent',
    k: 3,
    rewardByTrial: [
      [1, 2, 8],
      [5, 5, 10],
    ],
  }),
  result({ player: 'cleared', k: 3, trial: 1, rewardByTrial: [[0], [4]] }),
  result({ player: 'cleared', k: 3, trial: 2, rewardByTrial: [[2], [5]] }),
];

const report = (results: JobResult[], referenceScores: number[], control = true, repeats = 1, ks = [1, 3]) =>
  figures({ results, ks, repeats, control, referenceScores, games: ['x', 'y'] });
const tidy = (values: number[] | undefined) => values?.map((value) => Number(value.toFixed(9)));

describe('figures of the protocol', () => {
  it('scores the last trial by the reference score', () => {
    const found = report(RESULTS, [10, 10]);
    expect(found.k[1].mean).toBeCloseTo(0.35, 12);
    expect(found.k[3].mean).toBeCloseTo(0.9, 12);
    expect(found.k[3].above08).toBe(0.5);
    expect(found.cleared?.k[1].mean).toBeCloseTo(0.35, 12);
    expect(found.cleared?.k[3].mean).toBeCloseTo(0.35, 12);
    expect(tidy(found.byTrial.mean)).toEqual([0.3, 0.35, 0.9]);
    // The control's first trial is the agent's own.
    expect(tidy(found.byTrial.cleared)).toEqual([0.3, 0.2, 0.35]);
    expect(found.gainOverTrials).toMatchObject({ k: [1, 3], mean: expect.closeTo(0.55, 12) });
    expect(found.gainFromMemory).toMatchObject({ k: 3, mean: expect.closeTo(0.55, 12) });
    // Last minus first: .7 and .5, mean .6; last minus cleared: .6 and .5, mean .55.
    expect(found.adaptationGain).toMatchObject({ k: 3, mean: expect.closeTo(0.55, 12) });
    expect(found.perTask[0]).toEqual({
      task: 0,
      game: 'x',
      referenceScore: 10,
      bestReward: 8,
      firstOfK: 0.1,
      score: { 1: 0.2, 3: 0.8 },
      cleared: { 1: 0.2, 3: 0.2 },
    });
  });

  it('tells the first of k trials, and the whole curve, in the form of the other figures', () => {
    const found = report(RESULTS, [10, 10]);
    expect(found.firstOfK).toMatchObject({
      k: 3,
      mean: expect.closeTo(0.3, 12),
      above08: 0,
      ci95: { mean: [0.1, 0.5] },
    });
    expect(found.byTrialAbove08).toEqual([0, 0, 0.5]);
    expect(found.byTrialAbove08Ci95).toEqual([
      [0, 0],
      [0, 0],
      [0, 1],
    ]);
  });

  it('tells the gain from memory apart from the last trial', () => {
    // Trial 2: with memory .2 and .5, without 0 and .4: gains .2 and .1.
    expect(report(RESULTS, [10, 10]).gainFromMemoryMiddle).toMatchObject({
      k: 3,
      trials: [2, 2],
      mean: expect.closeTo(0.15, 12),
    });
  });

  it('takes the mean of several middle trials', () => {
    const agent = result({
      player: 'agent',
      k: 4,
      rewardByTrial: [
        [0, 4, 8, 9],
        [0, 2, 2, 0],
      ],
    });
    const control = [
      [[0], [0]],
      [[6], [0]],
      [[9], [0]],
    ].map((rewardByTrial, i) => result({ player: 'cleared', k: 4, trial: i + 1, rewardByTrial }));
    // Kept .6 and .2, reset .3 and 0.
    expect(report([...REFERENCES, agent, ...control], [10, 10], true, 1, [4]).gainFromMemoryMiddle).toMatchObject({
      k: 4,
      trials: [2, 3],
      mean: expect.closeTo(0.25, 12),
    });
  });

  it('has no gain where nothing was compared', () => {
    const names = (found: object) => Object.keys(found).filter((name) => name.includes('ain'));
    const alone = report(RESULTS, [10, 10], true, 1, [3]);
    expect(names(alone)).toEqual(['gainFromMemory', 'gainFromMemoryMiddle', 'adaptationGain']);
    expect(names(report(RESULTS, [10, 10], false, 1, [3]))).toEqual([]);
    const single = report(RESULTS, [10, 10], true, 1, [1]);
    expect(names(single)).toEqual([]);
    expect(single.firstOfK).toBeUndefined();
    const two = [
      ...REFERENCES,
      result({
        player: 'agent',
        k: 2,
        rewardByTrial: [
          [1, 2],
          [3, 4],
        ],
      }),
      result({ player: 'cleared', k: 2, trial: 1, rewardByTrial: [[1], [3]] }),
    ];
    expect(report(two, [10, 10], true, 1, [2]).gainFromMemoryMiddle).toBeUndefined();
  });

  it('caps every trial at 1, so that no task can distort a mean', () => {
    const high = [
      ...REFERENCES,
      result({ player: 'agent', k: 1, rewardByTrial: [[47.7], [1]] }),
      result({
        player: 'agent',
        k: 3,
        rewardByTrial: [
          [47.7, 0, 47.7],
          [1, 1, 1],
        ],
      }),
    ];
    const found = report(high, [2.17, 2], false);
    expect(found.capped).toBe(true);
    expect(found.k[3].mean).toBeCloseTo(0.75, 12);
    expect(found.firstOfK?.mean).toBeCloseTo(0.75, 12);
    expect(found.byTrial.mean).toEqual([0.75, 0.25, 0.75]);
    expect(found.reference.oracle).toBe(1);
    expect(found.perTask[0]).toMatchObject({ bestReward: 47.7, score: { 1: 1, 3: 1 } });
    // Each trial is capped before repeats are averaged: 2 of 1 and 0 of 1 are 0.5, not 1.
    const again = [...high, result({ player: 'agent', k: 1, repeat: 1, rewardByTrial: [[0], [1]] })];
    const twice = figures({
      results: again,
      ks: [1],
      repeats: 2,
      control: false,
      referenceScores: [2.17, 2],
      games: ['x', 'y'],
    });
    expect(twice.perTask[0].score[1]).toBe(0.5);
  });

  it('has the references as full rows', () => {
    const { reference, referenceRows } = report(RESULTS, [10, 10]);
    expect(reference).toEqual({ random: 0.05, noop: 0, oracle: 0.95 });
    expect(referenceRows.random).toMatchObject({ median: 0.05, mean: 0.05, above08: 0 });
    expect(referenceRows.noop).toMatchObject({ median: 0, mean: 0, p20: 0, ci95: { mean: [0, 0] } });
    // Scores 1 and .9: the 20th percentile is .92, and every resample is among .9, .95 and 1.
    expect(referenceRows.oracle.p20).toBeCloseTo(0.92, 12);
    expect(referenceRows.oracle.ci95.mean).toEqual([0.9, 1]);
  });

  it('has the explorer by trial, as far as it is stored, with the intervals of the agent', () => {
    const stored = (...episodes: number[][]) => episodes.map((trials) => [trials]);
    const options = { ks: [1, 3], repeats: 1, control: false, referenceScores: [10, 10], games: ['x', 'y'] };
    const of = (explorer: number[][][]) => figures({ ...options, results: RESULTS, explorer }).explorer;
    const found = of(stored([5, 9, 12, 7], [0, 2, 10, 8]));
    expect(found?.k).toBe(3);
    expect(found?.byTrial.map(({ mean }) => mean)).toEqual([0.25, expect.closeTo(0.55, 12), 1]);
    expect(found?.byTrial[1]).toMatchObject({ above08: 0.5, ci95: { mean: [0.2, 0.9], above08: [0, 1] } });
    // 12 of 10 counts as 1.
    expect(found?.beaten).toBe(1);
    expect(of(stored([5, 9], [0, 2]))).toMatchObject({ k: 2, beaten: 0, byTrial: { length: 2 } });
    expect(figures({ ...options, results: RESULTS })).not.toHaveProperty('explorer');
    // A task that nobody has solved has no score, whatever the explorer earns there.
    const unsolved = figures({ ...options, results: RESULTS, referenceScores: [10, 0], explorer: stored([5], [9]) });
    expect(unsolved.explorer).toMatchObject({ k: 1, byTrial: [{ mean: 0.5 }] });
    // Repeats are averaged first: 1 and 0 are 0.5, and no task is above 0.8.
    const twice = [
      [[10], [0]],
      [[8], [8]],
    ];
    expect(of(twice)?.byTrial[0]).toMatchObject({ mean: expect.closeTo(0.65, 12), above08: 0 });
  });

  it('leaves out tasks that nobody has solved', () => {
    const found = report(RESULTS, [10, 0], false);
    expect(found.k[3].mean).toBeCloseTo(0.8, 12);
    expect(found.perTask.map((row) => row.task)).toEqual([0]);
    expect(found.cleared).toBeUndefined();
    expect(found.adaptationGain).toBeUndefined();
  });

  it('averages the repeats of a task before any statistic', () => {
    const again = [
      ...REFERENCES.map(({ job, ...rest }) => ({
        ...rest,
        job: { ...job, plays: job.plays.map((play) => ({ ...play, repeat: 1 })) },
      })),
      result({ player: 'agent', k: 1, repeat: 1, rewardByTrial: [[4], [5]] }),
      result({
        player: 'agent',
        k: 3,
        repeat: 1,
        rewardByTrial: [
          [0, 0, 10],
          [5, 5, 0],
        ],
      }),
    ];
    const found = report([...RESULTS, ...again], [10, 10], false, 2);
    // Task 0: 8 and 10; task 1: 10 and 0. Over episodes the median would be .9, and three quarters would be at .8 or more.
    expect(found.perTask.map(({ score }) => score)).toEqual([
      { 1: expect.closeTo(0.3, 12), 3: expect.closeTo(0.9, 12) },
      { 1: 0.5, 3: 0.5 },
    ]);
    expect(found.k[3].median).toBeCloseTo(0.7, 12);
    expect(found.k[3].above08).toBe(0.5);
  });
});

describe('an interval within groups', () => {
  it('weighs groups alike and knows that they are given', () => {
    // Two probes whose episodes are all alike: no uncertainty, however different the probes are.
    expect(
      estimateWithinGroups([
        [1, 1, 1],
        [0, 0, 0],
      ]),
    ).toEqual({ mean: 0.5, ci95: [0.5, 0.5] });
    // One coin and one certainty, 100 episodes: the error of the mean of means is half that of the coin, .05 / 2.
    const coin = Array.from({ length: 100 }, (_, i) => i % 2);
    const { mean, ci95 } = estimateWithinGroups([coin, coin.map(() => 0)]);
    expect(mean).toBe(0.25);
    expect(ci95[0]).toBeCloseTo(0.25 - 1.96 * 0.025, 2);
    expect(ci95[1]).toBeCloseTo(0.25 + 1.96 * 0.025, 2);
  });
});
