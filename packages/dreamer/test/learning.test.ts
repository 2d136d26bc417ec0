import { describe, expect, it } from 'vitest';
import {
  DREAMER_DEFAULTS,
  DREAMER_SIZES,
  DreamerNetwork,
  DreamerTrainer,
  type Environment,
  NonFinite,
  type RandomSource,
} from '../src/index.js';
import { uniforms } from './random.js';

const [SIGNS, STEPS] = [3, 4];

/** One of three signs is shown at each step; the action of the same number earns 1. An episode has four steps. */
function signs(random: RandomSource): Environment {
  let [sign, time] = [0, 0];
  const show = (into: Float32Array): void => {
    sign = random.int(SIGNS);
    into.fill(0);
    into[sign] = 1;
  };
  return {
    world: { observation: SIGNS, actionDims: [SIGNS] },
    reset(into) {
      time = 0;
      show(into);
    },
    step(actions, into) {
      const reward = Number(actions[0] === sign);
      show(into);
      const last = ++time === STEPS;
      return { reward, last, terminal: last, trial: time > 2 ? 1 : 0 };
    },
    state: () => [sign, time],
    restore(state) {
      [sign, time] = state as number[];
    },
  };
}

const ENVIRONMENTS = 8;
const TRAIN_RATIO = 16;

const sourceOf = (float: () => number): RandomSource => ({ float, int: (n) => Math.floor(float() * n) });

async function trainer(seed: number, random = sourceOf(uniforms(seed))): Promise<DreamerTrainer> {
  const environments = Array.from({ length: ENVIRONMENTS }, () => signs(random));
  const network = new DreamerNetwork(environments[0].world, DREAMER_SIZES.tiny, DREAMER_DEFAULTS);
  // Short sequences and a hundred times the rate: seconds instead of hours.
  const config = {
    ...{ ...DREAMER_DEFAULTS, batchSize: 16, batchLength: 8, imaginationSteps: 4, horizon: 10 },
    ...{ learningRate: 4e-3, warmupSteps: 50, entropyWeight: 0.01 },
  };
  return DreamerTrainer.create({ network, config, environments, trainRatio: TRAIN_RATIO, replaySteps: 20_000, random });
}

async function play(dreamer: DreamerTrainer, rounds: number): Promise<number> {
  const returns: number[] = [];
  for (let i = 0; i < rounds; i++) returns.push(...(await dreamer.round()).map((each) => each.return));
  return returns.reduce((a, b) => a + b, 0) / returns.length;
}

describe('playing and learning in turn', () => {
  it('learns to answer signs, from imagination alone', async () => {
    const dreamer = await trainer(123457);
    expect(await play(dreamer, 60)).toBeLessThan(2);
    await play(dreamer, 360);
    expect(await play(dreamer, 60)).toBeGreaterThan(3.2);
    await dreamer.release();
  }, 300_000);

  it('the same seed gives the same run, and as many updates as the train ratio owes', async () => {
    const runs = await Promise.all([trainer(7), trainer(7), trainer(8)]);
    for (const each of runs) await play(each, 30);
    const [first, again, other] = runs.map((each) => [...each.parameters]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    // The first update waits for the 128 steps that it replays: 15 of the 30 rounds make one each.
    expect([runs[0].steps, runs[0].updates]).toEqual([240, 15]);
    await Promise.all(runs.map((each) => each.release()));
  });

  it('continues from a state that went through JSON with the same bits, in the middle of episodes', async () => {
    let numbers = uniforms(9);
    const whole = await trainer(
      9,
      sourceOf(() => numbers()),
    );
    await play(whole, 24);
    const { counters, tensors } = whole.state();
    expect(counters.totals[0].length).toBeGreaterThan(0);
    // The same numbers for both from here on.
    numbers = uniforms(10);
    await play(whole, 13);

    let others = uniforms(11);
    const continued = await trainer(
      11,
      sourceOf(() => others()),
    );
    await play(continued, 3);
    continued.restore({ counters: JSON.parse(JSON.stringify(counters)), tensors });
    expect(continued.state()).toEqual({ counters, tensors });
    others = uniforms(10);
    await play(continued, 13);
    expect(continued.state()).toEqual(whole.state());
    expect(whole.updates).toBeGreaterThan(counters.updates);
    await Promise.all([whole, continued].map((each) => each.release()));
  });

  it('tells the return of each trial, and the metrics as means that are taken once', async () => {
    const dreamer = await trainer(5);
    const finished = [];
    for (let i = 0; i < 24; i++) finished.push(...(await dreamer.round()));
    expect(finished.length).toBeGreaterThan(0);
    for (const { rewardByTrial, return: all } of finished) {
      expect(rewardByTrial).toHaveLength(2);
      expect(rewardByTrial[0] + rewardByTrial[1]).toBe(all);
    }
    expect(dreamer.takeMetrics()).toMatchObject({ loss: expect.any(Number), returnScale: 1 });
    expect(dreamer.takeMetrics()).toEqual({});
    await dreamer.release();
  });

  it('stops at the first metric that is not finite, and says which entry of the minibatch was', async () => {
    const dreamer = await trainer(5);
    await play(dreamer, 20);
    const { counters, tensors } = dreamer.state();
    tensors['replay/rewards'].fill(Number.NaN);
    dreamer.restore({ counters, tensors });
    const error = await dreamer.round().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NonFinite);
    expect(error.message).toMatch(/^batch\/rewards, loss, .*reward.*: not finite in update \d+$/);
    await dreamer.release();
  });
});
