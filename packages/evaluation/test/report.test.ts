import { describe, expect, it } from 'vitest';
import type { JobResult, Player } from '../dist/jobs.js';
import { planJobs, SHARD_TASKS } from '../dist/jobs.js';
import { figures } from '../dist/report.js';

/** Two tasks, played once. */
function result(player: Player, k: number, rewardByTrial: number[][]): JobResult {
  return { job: { player, k, repeat: 0, first: 0, count: rewardByTrial.length, seed: 1 }, rewardByTrial, frames: 0 };
}

const RESULTS = [
  result('agent', 1, [[2], [5]]),
  result('agent', 3, [
    [1, 2, 8],
    [5, 5, 10],
  ]),
  result('cleared', 3, [
    [1, 1, 2],
    [5, 5, 5],
  ]),
  result('random', 1, [[0], [1]]),
  result('noop', 1, [[0], [0]]),
  result('oracle', 1, [[10], [9]]),
];

describe('figures of the held-out protocol', () => {
  it('scores the last trial by the normaliser', () => {
    const report = figures(RESULTS, [1, 3], true, [10, 10], [0, 1]);
    expect(report.k[1].mean).toBeCloseTo(0.35, 12);
    expect(report.k[3].mean).toBeCloseTo(0.9, 12);
    expect(report.cleared?.k[1].mean).toBeCloseTo(0.35, 12);
    expect(report.cleared?.k[3].mean).toBeCloseTo(0.35, 12);
    expect(report.byTrial.mean.map((x) => Number(x.toFixed(9)))).toEqual([0.3, 0.35, 0.9]);
    expect(report.gainOverTrials).toMatchObject({ k: [1, 3], mean: expect.closeTo(0.55, 12) });
    expect(report.gainFromMemory).toMatchObject({ k: 3, mean: expect.closeTo(0.55, 12) });
    // Last minus first: .7 and .5, mean .6; last minus cleared: .6 and .5, mean .55.
    expect(report.adaptationGain).toMatchObject({ k: 3, mean: expect.closeTo(0.55, 12) });
    expect(report.reference).toEqual({ random: 0.05, noop: 0, oracle: 0.95 });
    expect(report.perTask[0]).toEqual({
      task: 0,
      normaliser: 10,
      score: { 1: 0.2, 3: 0.8 },
      cleared: { 1: 0.2, 3: 0.2 },
    });
  });

  it('leaves out tasks that nobody has solved', () => {
    const report = figures(RESULTS, [1, 3], false, [10, 0], [0]);
    expect(report.k[3].mean).toBeCloseTo(0.8, 12);
    expect(report.perTask.map((row) => row.task)).toEqual([0]);
    expect(report.cleared).toBeUndefined();
    expect(report.adaptationGain).toBeUndefined();
  });

  it('plans every task once per player, k and repeat, without a control where there is no boundary', () => {
    const jobs = planJobs(SHARD_TASKS + 5, ['agent', 'cleared'], [1, 3], 2, 9);
    const tasks = (player: Player, k: number) =>
      jobs.filter((job) => job.player === player && job.k === k).reduce((sum, job) => sum + job.count, 0);
    expect(tasks('agent', 1)).toBe(2 * (SHARD_TASKS + 5));
    expect(tasks('cleared', 3)).toBe(2 * (SHARD_TASKS + 5));
    expect(tasks('cleared', 1)).toBe(0);
    expect(jobs[0].k).toBe(3);
  });
});
