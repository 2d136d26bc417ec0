import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateTask } from '@open-ada/curriculum';
import { parseTask, Random } from '@open-ada/production-rules';
import { parseReplay, resimulate } from '@open-ada/xland-sim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RolloutActor } from '../src/actor/actor.js';
import { mergeConfig } from '../src/config/config.js';
import type { MetricsLine } from '../src/metrics/metrics-window.js';
import type { PeriodicEvalResult } from '../src/metrics/periodic-eval.js';
import { CoPlayerPool } from '../src/run/co-player-pool.js';
import { actorSetupOf, agentOf } from '../src/run/setups.js';
import { taskSourceOf } from '../src/run/task-source.js';
import { planIteration } from '../src/transport/iteration-plan.js';
import { checkpointContent } from './checkpoint-content.js';
import { train } from './one-thread.js';

const N = 640;
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pairs-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const debug = (run: string, steps: number, more = {}) =>
  mergeConfig({ preset: 'debug', run: join(directory, run), steps, players: 2, snapshotSteps: 320, ...more });
const contentOf = (run: string) => checkpointContent(join(directory, run));

/** The explorer labels all steps, and plays first trials in half of the episodes. */
const TAUGHT = {
  labels: 'explorer',
  imitationWeight: 1,
  demonstrations: 0.5,
  demonstrationSteps: 1e6,
  intentWeight: 1,
};

describe('training with two players', () => {
  it('N + N steps are 2N steps, bit for bit, pool and script included', { timeout: 600_000 }, async () => {
    expect(await train(debug('whole', 2 * N, TAUGHT))).toMatchObject({ status: 'finished' });
    await train(debug('halves', N, TAUGHT));
    const half = contentOf('halves');
    await train(debug('halves', 2 * N, TAUGHT));
    const whole = contentOf('whole');
    expect(whole.counters).toMatchObject({ snapshots: 4 });
    expect(half.counters).toMatchObject({ snapshots: 2 });
    expect(whole.coPlayers).not.toEqual(half.coPlayers);
    expect(contentOf('halves')).toEqual(whole);
  });

  it('keeps replays that go on the same, of tasks for one and for two', async () => {
    await train(debug('pairs-only', 320, { family: 'pairs' }));
    for (const [run, players] of [
      ['whole', 1],
      ['pairs-only', 2],
    ] as const) {
      const replays = join(directory, run, 'replays');
      const replay = parseReplay(readFileSync(join(replays, readdirSync(replays)[0]), 'utf8'));
      expect(replay.task.players).toHaveLength(players);
      expect(resimulate(replay).reproduced).toBe(true);
    }
  });

  it('evaluates memory in self-play, and goes on from an agent of one player', async () => {
    const alone = mergeConfig({ preset: 'debug', run: join(directory, 'alone'), steps: 320 });
    const { checkpoint } = await train(alone);
    const evaluated: (PeriodicEvalResult | undefined)[] = [];
    const initial = join(checkpoint!, 'agent.safetensors');
    await train(debug('grown', 320, { initial, evalMinutes: 1e-4, evalEpisodes: 4 }), {
      onMetrics: ({ periodicEval }) => evaluated.push(periodicEval),
    });
    expect(evaluated.at(-1)?.families).toMatchObject({ pairs: { tasks: 2 }, hold: { tasks: 2 } });
  });
});

describe('the preset imitation with two players', () => {
  it('trains, and counts the time of the script', { timeout: 600_000 }, async () => {
    const few = { size: 'tiny', environments: 2, episodesPerUpdate: 2, replayFraction: 0, actors: 1, evalMinutes: 0 };
    const short = { stepsPerIteration: 240, memoryLength: 40 };
    const run = join(directory, 'imitation');
    const config = mergeConfig({ preset: 'imitation', players: 2, run, ...few, ...short, steps: 1 });
    expect(config).toMatchObject({ labels: 'explorer', players: 2, simulation: { players: 2, ways: true } });
    const lines: MetricsLine[] = [];
    expect(await train(config, { onMetrics: (line) => lines.push(line) })).toMatchObject({ status: 'finished' });
    const { share, learner } = lines.at(-1)!;
    expect(share.label).toBeGreaterThan(0);
    expect(learner.labelProbability).toBeGreaterThan(0);
  });
});

describe('a plan for two players', () => {
  it('has half its tasks for two, both seats, and every co-player as often', () => {
    const config = debug('plan', N);
    const source = taskSourceOf(config);
    const random = new Random(1);
    const options = { ...config, iteration: 0, plannedSteps: 0, learnedSteps: 0, pool: { size: 3, actors: 1 } };
    const plans = Array.from({ length: 60 }, () => planIteration(source, random, options));
    const seats = plans.flatMap(({ episodes }) =>
      episodes.filter(({ task }) => task.players.length === 2).map(({ seat }) => seat),
    );
    for (const { episodes } of plans) {
      expect(episodes.map(({ task }) => task.players.length)).toEqual([1, 2, 1, 2, 1, 2, 1, 2]);
    }
    for (const seat of [0, 1]) expect(seats.filter((each) => each === seat).length).toBeGreaterThan(90);
    const drawn = plans.flatMap(({ coPlayers }) => coPlayers);
    for (const player of [0, 1, 2]) expect(drawn.filter((each) => each === player).length).toBeGreaterThan(9);
  });
});

describe('the pool of co-players', () => {
  it('begins with the random policy and keeps copies at every so many steps', () => {
    const pool = new CoPlayerPool(100);
    const weights = new Float32Array([1]);
    for (let iteration = 0; iteration < 6; iteration++) {
      weights[0] = iteration;
      pool.grow(weights, 60 * iteration);
    }
    expect(pool.at(0)).toBe('random');
    // Before iterations 2, 4 and 5 the steps pass 100, 200 and 300.
    expect(pool.snapshots.map(([first]) => first)).toEqual([2, 4, 5]);
    expect(pool.at(1)).toEqual(new Float32Array([2]));
    expect(pool.size).toBe(4);
  });
});

describe('an actor for two players', () => {
  const task = parseTask(
    JSON.stringify({
      version: 1,
      name: 'two goals',
      goal: 'not hold(me, black cube)',
      objects: [{ type: 'black cube', at: [1, 1] }],
      players: [{ at: [4, 4] }, { at: [6, 6], goal: 'hold(other, black cube)' }],
      trialSeconds: 2,
      world: { rows: ['0000', '0000', '0000', '0000'] },
    }),
  );

  it("records the learner's own rewards, observations and errors, whatever its seat and whoever plays with it", async () => {
    const config = debug('actor', N, { environments: 4 });
    const actor = await RolloutActor.create(actorSetupOf(config, 1));
    const agent = agentOf(config);
    const weights = agent.initialise(1);
    // A fresh agent acts as the random policy does.
    const other = weights.map((value, i) => value + 0.3 * Math.sin(i));
    const alone = generateTask('hold', 3, { side: 'training', trialSeconds: 2 });
    const episodes = [0, 1].flatMap((seat) => [
      { task, trials: 1, seed: 5, seat },
      { task: alone, trials: 1, seed: 5 },
    ]);
    const play = async (coPlayer: Float32Array | 'random') => {
      const request = { episodes, seed: 1, weights, mode: 'sample', record: true, coPlayer } as const;
      return structuredClone(await actor.play(request));
    };
    const played = await play('random');
    expect(played.rewardByTrial[0]).toEqual([10]);
    expect(played.rewardByTrial[2]).toEqual([0]);
    const { stepsPerIteration: steps } = config;
    const rewards = played.trajectory!.rewards;
    const sums = [0, 1, 2, 3].map((e) => rewards.slice(e * steps, (e + 1) * steps).reduce((a, b) => a + b, 0));
    expect([sums[0], sums[2]]).toEqual([10, 0]);
    // An agent with a value of nearly 0 errs by the reward of each step.
    expect(played.tdErrors[0]).toBeGreaterThan(played.tdErrors[2] + 0.5);
    // The task of the second seat is told from there.
    const size = played.trajectory!.taskObservations.length / 4;
    const told = (e: number) => played.trajectory!.taskObservations.slice(e * size, (e + 1) * size);
    expect(told(0)).not.toEqual(told(2));
    const again = await play('random');
    expect(again.firstActions).toEqual(played.firstActions);
    const beside = await play(other);
    expect(beside.firstActions).not.toEqual(played.firstActions);
    // Its own actions depend on the other one only by what it sees.
    expect(beside.trajectory!.actions[0]).toBe(played.trajectory!.actions[0]);
    await actor.release();
  });
});
