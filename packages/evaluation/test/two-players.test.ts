import { generateTask } from '@open-ada/curriculum';
import { comparePairs, evaluate, requireSeats, resultName, Screening } from '@open-ada/evaluation';
import { parseTask, type Task } from '@open-ada/production-rules';
import { readCheckpoint } from '@open-ada/rollout';
import { COMPACT, parseReplay } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, tinyAgent, writeTinyAgent } from '../../../test/kit/evaluation.js';
import { compactWorldOf } from '../src/playing/compact-world.js';
import type { JobResult } from '../src/playing/jobs.js';
import { ShardPlayer } from '../src/playing/shard-player.js';
import { referenceScoresFrom } from '../src/protocol/reference-scores.js';
import { isSolo } from '../src/protocol/tasks-for-two.js';
import { worthWatching } from '../src/protocol/worth-watching.js';
import { betterSeats } from '../src/statistics/better-seat.js';

const TWO = { ...COMPACT, players: 2 };

/** A task for two from a few words, in a flat room. */
function taskOf(goal: string, rules: string[] = []): Task {
  return parseTask(
    JSON.stringify({
      version: 1,
      name: goal,
      goal,
      rules,
      objects: [
        { type: 'black cube', at: [1, 1] },
        { type: 'purple slab', at: [7, 7] },
      ],
      players: [{ at: [4, 4] }, { at: [6, 4] }],
      trialSeconds: 10,
      world: { rows: ['0000', '0000', '0000', '0000'] },
    }),
  );
}

const ANYONE = taskOf('near(black cube, purple slab)');
const NAMED = taskOf('hold(other, black cube)');
const NEEDS_BOTH = taskOf('near(black cube, yellow cube)', ['hold(other, purple slab) -> yellow cube']);

/** Each has something to make that the other cannot. */
const TAKES_TWO = taskOf('near(yellow sphere, yellow cube)', [
  'hold(other, purple slab) -> yellow cube',
  'hold(me, black cube) -> yellow sphere',
]);

describe('an evaluation in tasks for two', () => {
  const checkpoint = readCheckpoint(writeTinyAgent(temporaryFolder(), TWO));
  const tasks = [ANYONE, NEEDS_BOTH, NAMED];
  const heldOut = { family: 'pairs', file: 'pairs.jsonl', sha256: '0'.repeat(64), tasks };
  const world = { tasksSha256: heldOut.sha256, simulation: compactWorldOf(tasks) };
  const references = referenceScoresFrom(world, [10, 10, 10], [], []);
  const common = { checkpoint, heldOut, references, count: 3, ks: [1, 2], repeats: 1, seed: 1, workers: 1 };
  const options = { ...common, mode: 'sample' as const, control: true };

  it('plays with itself, or from either seat beside the random policy, and says which', async () => {
    const self = await evaluate(options);
    const random = await evaluate({ ...options, coPlayer: 'random' });
    expect([self.coPlayer, random.coPlayer]).toEqual(['self', 'random']);
    for (const { score, bySeat } of random.perTask) expect(score[2]).toBe(Math.max(...bySeat![2]));
    expect(self.perTask[0].bySeat).toBeUndefined();
    // The third task names the second player, who does all of it.
    expect(self.labour?.oracle).toMatchObject({ tasks: 3 });
    expect(comparePairs(self, random).k[2].self.mean).toBeCloseTo(self.k[2].mean);
    // Two seats, so twice the steps of the agent and of the control: 50 a trial, 3 tasks; three trials of reference players.
    expect(random.steps - self.steps).toBe(3 * 50 * (1 + 2 + 1));
    expect(random.perTask.map(({ task }) => task)).toEqual([0, 1, 2]);
    const named = { ...self, commit: null };
    expect(resultName({ ...random, commit: null })).not.toBe(resultName(named));
    // The oracle has a joint plan: one alone could not solve the second task.
    expect(self.referenceRows.oracle.mean).toBeGreaterThan(0.9);
  });

  it('can be of the tasks that name nobody and that one player solves', async () => {
    const { perTask, solo, tasks } = await evaluate({ ...options, control: false, ks: [1], solo: true });
    expect([perTask.map(({ task }) => task), solo, tasks.leftOut]).toEqual([[0], true, 2]);
    expect([ANYONE, NAMED, NEEDS_BOTH].map(isSolo)).toEqual([true, false, false]);
  });

  it('is refused for an agent of one player, and options for two with tasks for one', () => {
    const alone = { file: 'x.safetensors', simulation: COMPACT };
    const single = generateTask('hold', 1, { side: 'training' });
    expect(() => requireSeats(tasks, alone, {})).toThrow(/x\.safetensors was trained alone.*--players 2\.$/);
    expect(() => requireSeats([single], checkpoint, { coPlayer: 'random' })).toThrow(/--co-player random .*pairs\.$/);
    expect(() => requireSeats([single], checkpoint, { solo: true })).toThrow(/^--solo .*pairs\.$/);
    expect(requireSeats([single], alone, { coPlayer: 'self' })).toBeUndefined();
  });
});

describe('the seat beside an agent', () => {
  it('does nothing where nobody plays it, and something where the random policy does', async () => {
    const { agent, parameters } = tinyAgent(TWO);
    const player = new ShardPlayer({
      ...{ tasks: [ANYONE], simulation: TWO, agent: { agent, parameters }, mode: 'sample', replaysOfK: 1 },
    });
    const job = { player: 'agent' as const, k: 1, plays: [{ task: 0, repeat: 0 }], seed: 3, seat: 1 };
    const firstOf = async (more: object): Promise<string[]> => {
      const { replays } = await player.play({ ...job, ...more });
      const { blocks } = parseReplay(replays![0]);
      return blocks.flatMap(({ actions }) => actions.map((options) => options.slice(0, 3).join('')));
    };
    const idle = new Set(await firstOf({ beside: 'noop' }));
    const random = new Set(await firstOf({}));
    await player.release();
    expect(idle.size).toBe(1);
    expect(random.size).toBeGreaterThan(5);
  });
});

describe('the better of two seats', () => {
  it('is taken trial by trial, of the same episodes only', () => {
    const job = { player: 'agent' as const, k: 2, plays: [{ task: 0, repeat: 0 }], seed: 1 };
    const result = (more: object, rewards: number[]): JobResult => ({
      job: { ...job, ...more },
      rewardByTrial: [rewards],
      steps: 5,
    });
    const joined = betterSeats([
      result({ seat: 0 }, [1, 4]),
      result({ player: 'random' }, [9, 9]),
      result({ seat: 1 }, [3, 2]),
      result({ seat: 1, k: 1 }, [7]),
    ]);
    expect(joined.map(({ rewardByTrial, steps }) => [rewardByTrial[0], steps])).toEqual([
      [[3, 4], 10],
      [[9, 9], 5],
      [[7], 5],
    ]);
  });
});

describe('a task for two', () => {
  it('is suitable if two oracles solve it, and two that do nothing do not', async () => {
    const screening = new Screening();
    expect(await screening.screen(NEEDS_BOTH, 0)).toEqual({});
    expect(await screening.screen(taskOf('hold(other, yellow cube)'), 0)).toEqual({ rejected: 'unsolved' });
    expect(await screening.screen(taskOf('not hold(other, black cube)'), 0)).toEqual({
      rejected: 'paid for doing nothing',
    });
  });
});

describe('the episodes worth watching', () => {
  const job = { player: 'agent' as const, k: 2, seed: 1 };
  const shard = (task: number, rewards: number[][], labour?: JobResult['labour'], more: object = {}): JobResult => ({
    job: { ...job, plays: rewards.map((_, repeat) => ({ task, repeat })), ...more },
    rewardByTrial: rewards,
    steps: 0,
    replays: rewards.map((_, repeat) => `task ${task}, repeat ${repeat}`),
    ...(labour && { labour }),
  });
  const [both, one, none] = [
    [null, [1, 2]],
    [null, [0, 3]],
    [[1, 1], null],
  ] as NonNullable<JobResult['labour']>;
  const options = { count: 2, tasks: [ANYONE, TAKES_TWO, NAMED], referenceScores: [10, 10, 10] };

  it('are those that both players took part in, first where it takes two, then by the rise of the score', () => {
    const results = [
      shard(
        0,
        [
          [0, 9],
          [0, 8],
        ],
        [both, both],
      ),
      // The first player did nothing useful, or nothing was rewarded in the last trial.
      shard(
        2,
        [
          [0, 10],
          [5, 0],
        ],
        [one, none],
      ),
      shard(
        1,
        [
          [0, 4],
          [4, 5],
        ],
        [both, both],
      ),
    ];
    const kept = worthWatching(results, options);
    expect(kept.map(({ replay, takesTwo }) => [replay, takesTwo])).toEqual([
      ['task 1, repeat 0', true],
      ['task 0, repeat 0', false],
    ]);
    expect(kept[0]).toMatchObject({ task: 1, name: TAKES_TWO.name, scoreByTrial: [0, 0.4], labour: both });
    expect(worthWatching(results, { ...options, count: 1 }).map(({ task }) => task)).toEqual([1]);
  });

  it('of one player are those whose score rose most', () => {
    const kept = worthWatching(
      [
        shard(0, [
          [5, 9],
          [1, 6],
        ]),
        shard(2, [[10, 10]]),
        shard(1, [[0, 0]]),
      ],
      options,
    );
    expect(kept.map(({ replay }) => replay)).toEqual(['task 0, repeat 1', 'task 2, repeat 0']);
    expect(kept[0].takesTwo).toBeUndefined();
  });
});
