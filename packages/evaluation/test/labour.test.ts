import { parseTask, Random } from '@open-ada/production-rules';
import { jointOraclePolicy, rollout } from '@open-ada/rollout';
import { BatchedEnvironment, COMPACT } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import type { Job, JobResult } from '../src/playing/jobs.js';
import { LabourMeter } from '../src/playing/labour-meter.js';
import type { EvaluationResult } from '../src/protocol/evaluate.js';
import { comparePairs } from '../src/protocol/pair-comparison.js';
import { scoresBySeat } from '../src/statistics/better-seat.js';
import { labourRow } from '../src/statistics/labour.js';

const taskOf = (goal: string, rules: string[]) =>
  parseTask(
    JSON.stringify({
      version: 1,
      name: goal,
      goal,
      rules,
      objects: [
        { type: 'purple slab', at: [2, 2] },
        { type: 'black cube', at: [6, 6] },
        { type: 'purple sphere', at: [2, 6.5] },
      ],
      players: [{ at: [3.5, 3] }, { at: [5, 5] }],
      trialSeconds: 16,
      world: { rows: ['0000', '0000', '0000', '0000'] },
    }),
  );

async function labourOf(...tasks: ReturnType<typeof taskOf>[]) {
  const environment = new BatchedEnvironment({ ...COMPACT, players: 2 }, tasks.length);
  const episodes = tasks.map((task) => ({ task, trials: 2, seed: 1 }));
  const meter = new LabourMeter(environment, episodes);
  const policy = jointOraclePolicy(environment, tasks.length);
  const { rewardByTrial } = await rollout({ environment, policy, episodes, rng: new Random(1), recorder: meter });
  return { labour: meter.labour(), rewardByTrial };
}

describe('useful actions of two players', () => {
  it('are grabs and firings on the way to the goal, of the one who did them, up to the first reward', async () => {
    const { labour, rewardByTrial } = await labourOf(
      // The first takes the slab (grab, firing); the second takes the cube (grab, firing); nobody needs the sphere.
      taskOf('see(me, yellow pyramid)', [
        'hold(me, purple slab) -> yellow cube',
        'hold(other, black cube) -> yellow sphere',
        'near(yellow cube, yellow sphere) -> yellow pyramid',
        'hold(me, purple sphere) -> nothing',
      ]),
      // Nobody can be paid for what does not exist.
      taskOf('hold(me, yellow slab)', ['hold(other, black cube) -> yellow sphere']),
    );
    expect(rewardByTrial[0].every((reward) => reward > 0)).toBe(true);
    for (const counts of labour[0]) {
      expect(counts!.every((count) => count >= 2)).toBe(true);
      // Both grabs and their firings, then one of them is carried to the other, which fires once.
      expect(counts![0] + counts![1]).toBeLessThanOrEqual(7);
      expect(counts![0] + counts![1]).toBeGreaterThanOrEqual(5);
    }
    expect(labour[1]).toEqual([null, null]);
  });

  it('of one player alone are all its own', async () => {
    const { labour } = await labourOf(taskOf('hold(other, yellow cube)', ['hold(other, purple slab) -> yellow cube']));
    expect(labour[0].map((counts) => counts![0])).toEqual([0, 0]);
    expect(labour[0][0]![1]).toBeGreaterThan(1);
  });
});

const job = (more: Partial<Job> = {}): Job => ({
  player: 'agent',
  k: 2,
  plays: [
    { task: 0, repeat: 0 },
    { task: 1, repeat: 0 },
  ],
  seed: 1,
  ...more,
});

describe('the division of labour', () => {
  it('is the mean over tasks of shares over their rewarded trials', () => {
    const results: JobResult[] = [
      {
        job: job(),
        rewardByTrial: [[], []],
        steps: 0,
        labour: [
          [[3, 1], null],
          [
            [2, 0],
            [0, 0],
          ],
        ],
      },
      { job: job({ player: 'oracle' }), rewardByTrial: [[], []], steps: 0, labour: [[[1, 1]], [[1, 1]]] },
    ];
    const row = labourRow(results, ({ player }) => player === 'agent', ['a', 'b'])!;
    expect(row).toMatchObject({ tasks: 2, both: { mean: 0.5 }, busier: { mean: 0.875 }, own: { mean: 0.875 } });
    const beside = results.map((result) => ({ ...result, job: { ...result.job, seat: 1 } }));
    expect(labourRow(beside, ({ player }) => player === 'agent', ['a', 'b'])!.own.mean).toBeCloseTo(0.125);
    expect(labourRow(results, () => false, ['a', 'b'])).toBeUndefined();
  });
});

describe('self-play against the random policy as the co-player', () => {
  const referenceScores = [10, 20];
  const result = (coPlayer: 'self' | 'random', scores: number[], more: object = {}): EvaluationResult =>
    ({
      checkpoint: { sha256: 'x' },
      tasks: { sha256: 't', references: 'r' },
      k: { 2: {} },
      seed: 1,
      coPlayer,
      perTask: scores.map((score, task) => ({ task, game: String(task), score: { 2: score }, ...more })),
    }) as unknown as EvaluationResult;

  it('is compared by task, with the better seat and with either one', () => {
    const seat = (which: number, rewards: number[]): JobResult => ({
      job: job({ seat: which }),
      rewardByTrial: rewards.map((reward) => [0, reward]),
      steps: 0,
    });
    const scores = scoresBySeat([seat(0, [5, 20]), seat(1, [10, 5])], { ks: [2], repeats: 1, referenceScores });
    expect(scores).toEqual([{ 2: [0.5, 1] }, { 2: [1, 0.25] }]);
    const random = result('random', [1, 1]);
    for (const [task, row] of random.perTask.entries()) row.bySeat = scores[task];
    const self = result('self', [0.5, 0.9, 0.1]);
    const { tasks, k } = comparePairs(self, random);
    expect(tasks).toBe(2);
    expect(k[2]).toMatchObject({ self: { mean: 0.7 }, random: { mean: 1 }, first: { mean: 0.75 } });
    expect(k[2].second.mean).toBeCloseTo(0.625);
    expect(k[2].gain.mean).toBeCloseTo(-0.3);
  });

  it('is refused for other agents', () => {
    expect(() => comparePairs(result('self', []), result('self', []))).toThrow(/^only the same agent/);
  });
});
