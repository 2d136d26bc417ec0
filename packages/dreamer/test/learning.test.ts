import { describe, expect, it } from 'vitest';
import {
  DREAMER_DEFAULTS,
  DREAMER_SIZES,
  DreamerNetwork,
  DreamerTrainer,
  type Environment,
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
      return { reward, last, terminal: last };
    },
  };
}

const ENVIRONMENTS = 8;
const TRAIN_RATIO = 16;

async function trainer(seed: number): Promise<DreamerTrainer> {
  const float = uniforms(seed);
  const random = { float, int: (n: number) => Math.floor(float() * n) };
  const environments = Array.from({ length: ENVIRONMENTS }, () => signs(random));
  const network = new DreamerNetwork(environments[0].world, DREAMER_SIZES.tiny, DREAMER_DEFAULTS.unimix);
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
});
