import { type Data, jitStep } from '@open-ada/onnx-jit';
import { describe, expect, it } from 'vitest';
import {
  DREAMER_DEFAULTS,
  type DreamerConfig,
  DreamerNetwork,
  dreamerLearner,
  type ModelSize,
  type WorldSpec,
} from '../src/index.js';
import { uniforms } from './random.js';
import type { Row } from './slow-network.js';
import { type SlowInputs, slowUpdate } from './slow-update.js';

/** Small enough to be written out as loops, and no two sizes alike. */
const MICRO: ModelSize = {
  ...{ deter: 6, hidden: 3, classes: 3, units: 4, stoch: 2, blocks: 2, bins: 41, depth: 1 },
  ...{
    encoderLayers: 2,
    decoderLayers: 1,
    priorLayers: 2,
    rewardLayers: 1,
    continueLayers: 1,
    policyLayers: 2,
    valueLayers: 2,
  },
};
const networkOf = (world: Omit<WorldSpec, 'observation'> & { observation?: number }) =>
  new DreamerNetwork({ observation: 5, ...world }, MICRO, DREAMER_DEFAULTS);
const GROUPS = networkOf({ actionDims: [2, 3] });
/** One group, and two continuous actions. */
const MIXED = networkOf({ actionDims: [2], continuous: 2 });

const IMAGE = { height: 12, width: 12, channels: 2 };
/** Two levels of convolutions, and three numbers beside the image. */
const SEEING = networkOf({ observation: 12 * 12 * 2 + 3, image: IMAGE, actionDims: [2] });

/** Clipping off and no step, so that the optimiser's moments tell the gradient. */
const PLAIN = { clipFraction: 1e9, warmupSteps: 0, learningRate: 0 };
interface Case {
  name: string;
  network: DreamerNetwork;
  config: Partial<DreamerConfig>;
  low: number;
  high: number;
  /** Tensors whose gradient is compared; absent: all. */
  tensors?: RegExp;
}
const CASES: Case[] = [
  { name: 'defaults', network: GROUPS, config: {}, low: 0, high: 0 },
  {
    name: 'continuous actions beside a group',
    network: MIXED,
    config: { entropyWeight: 0.1 },
    ...{ low: 0, high: 0, tensors: /^(policy|dyn\/action)\// },
  },
  {
    name: 'images beside numbers',
    network: SEEING,
    config: { batchLength: 3, imaginationSteps: 2, freeNats: 0 },
    ...{ low: 0, high: 0, tensors: /^(encoder|decoder|post)\// },
  },
  {
    name: 'no free nats, starts from the last steps, wide returns, all weights different',
    network: GROUPS,
    config: {
      ...{ freeNats: 0, imaginationStarts: 3, imaginationSteps: 4, lambda: 0.8, horizon: 20, unimix: 0.01 },
      ...{ dynWeight: 0.7, repWeight: 0.3, reconstructionWeight: 0.5, rewardWeight: 2, continueWeight: 3 },
      ...{ policyWeight: 1.5, valueWeight: 0.4, replayValueWeight: 0.9, entropyWeight: 0.1, slowValueWeight: 0.6 },
      ...{ returnLow: 20, returnHigh: 70, returnRate: 0.5, slowValueRate: 0.3 },
    },
    low: -2,
    high: 7,
  },
];

/** Parameters whose rewards and values are of the order of one, although the bins reach to exp(20). */
function parameters(network: DreamerNetwork, random: () => number): Row {
  const flat: Row = [];
  for (const { name, shape } of network.parameters.entries) {
    const size = shape.reduce((a, b) => a * b, 1);
    const centre = name.endsWith('gain') ? 1 : 0;
    for (let i = 0; i < size; i++) flat.push(Math.fround(centre + 1.2 * (random() - 0.5)));
    if (!/^(reward|value)\/out\/bias$/.test(name)) continue;
    for (let i = 0; i < size; i++) flat[flat.length - size + i] -= Math.fround(Math.abs(i - 20) * 1.5);
  }
  return flat.map(Math.fround);
}

function problem({ network, config: changed, low, high }: Case, seed: number) {
  const config = { ...DREAMER_DEFAULTS, ...PLAIN, batchSize: 2, batchLength: 5, imaginationSteps: 3, ...changed };
  const learner = dreamerLearner(network, config);
  const random = uniforms(seed);
  const batch: Record<string, Row> = {};
  for (const [name, { shape }] of Object.entries(learner.batch)) {
    batch[name] = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, random);
  }
  const { observation, image = { height: 0, width: 0, channels: 0 } } = network.world;
  const pixels = image.height * image.width * image.channels;
  batch.observations = batch.observations.map((x, i) => (i % observation < pixels ? x : Math.fround(20 * (x - 0.5))));
  batch.rewards = batch.rewards.map((x) => Math.fround(6 * (x - 0.5)));
  batch.deter = batch.deter.map((x) => Math.fround(2 * x - 1));
  batch.stoch = batch.stoch.map((x) => Math.floor(3 * x));
  const options = network.world.actionDims.reduce((a, b) => a + b, 0);
  // The first or second option of each group, and numbers that may lie beyond the bounds.
  batch.actions = batch.actions.map((x, i) => {
    const place = i % network.actions;
    return place < options ? Number([0, 3].includes(place)) : Math.fround(3 * x - 1.5);
  });
  // The first sequence is one episode's middle; in the second one ends for good, and the next begins.
  const T = config.batchLength;
  const at = (...steps: number[]) => Array.from({ length: 2 * T }, (_, i) => Number(steps.includes(i)));
  batch.first = at(2 * T - 2);
  batch.last = at(T - 1, 2 * T - 3);
  batch.terminal = at(2 * T - 3);
  const flat = parameters(network, random);
  const slowCritic = flat.slice(-network.criticParameters.size).map((x) => Math.fround(x + 0.3 * (random() - 0.5)));
  const inputs: SlowInputs = { network, config, batch, slowCritic, low, high };
  return { config, learner, inputs, flat };
}

async function updated({ learner, inputs, flat }: ReturnType<typeof problem>) {
  const step = await jitStep(learner.update, { state: learner.state, batch: learner.batch });
  step.setState({
    ...learner.initialState(Float32Array.from(flat)),
    slowCritic: Float32Array.from(inputs.slowCritic),
    returnLow: Float32Array.of(inputs.low),
    returnHigh: Float32Array.of(inputs.high),
  });
  const batch: Record<string, Data> = {};
  for (const [name, { dtype }] of Object.entries(learner.batch)) {
    batch[name] = dtype === 'int32' ? Int32Array.from(inputs.batch[name]) : Float32Array.from(inputs.batch[name]);
  }
  const { size } = inputs.network;
  const rows = inputs.config.batchSize * inputs.config.batchLength;
  const values = new Float32Array(learner.metrics.length);
  const [deter, stoch] = [new Float32Array(rows * size.deter), new Int32Array(rows * size.stoch)];
  await step.run(batch, { values, deter, stoch });
  const state = step.state() as Record<string, Float32Array>;
  await step.release();
  return { values: Object.fromEntries(learner.metrics.map((name, i) => [name, values[i]])), state, deter, stoch };
}

describe('an update against loops over plain numbers', () => {
  it.each(CASES.map((each, i) => [each.name, each, i] as const))('%s', async (_, each, i) => {
    const given = problem(each, 11 + i);
    const { inputs, flat, config } = given;
    const { network } = inputs;
    const compared = network.parameters.entries.filter(({ name }) => each.tensors?.test(name) ?? true);
    const run = slowUpdate(inputs, flat);
    const { values, state, deter, stoch } = await updated(given);

    for (const [name, value] of Object.entries({ ...run.losses, ...run.metrics, loss: run.loss })) {
      expect([name, values[name]]).toEqual([name, expect.closeTo(value, 3)]);
      if (Math.abs(value) > 1) expect([name, values[name] / value]).toEqual([name, expect.closeTo(1, 4)]);
    }
    expect(state.returnLow[0]).toBeCloseTo(run.low, 4);
    expect(state.returnHigh[0]).toBeCloseTo(run.high, 4);

    // One step from zero: v = (1 - beta2) g^2, and m has the sign of g.
    const gradient = [...state.secondMoment].map(
      (v, j) => Math.sign(state.firstMoment[j]) * Math.sqrt(v / (1 - config.beta2)),
    );
    // Slopes along the gradient of each tensor and along a random direction within it.
    const random = uniforms(5);
    const slopes = compared.flatMap(({ name, shape }) => {
      const { offset } = network.parameters.place(name);
      const end = offset + shape.reduce((a, b) => a * b, 1);
      const inside = (value: (j: number) => number) => flat.map((_, j) => (j >= offset && j < end ? value(j) : 0));
      return [inside((j) => gradient[j]), inside(() => random() - 0.5)].map((direction) => {
        const length = Math.hypot(...direction) || 1;
        const width = 1e-5 / length;
        const lossAt = (by: number) =>
          slowUpdate(
            inputs,
            flat.map((x, j) => x + by * direction[j]),
            run,
          ).loss;
        const slope = (lossAt(width) - lossAt(-width)) / (2 * width) / length;
        const told = direction.reduce((total, d, j) => total + d * gradient[j], 0) / length;
        return { name, slope, told };
      });
    });
    for (const { name, slope, told } of slopes) {
      expect([name, told / values.gradNorm]).toEqual([name, expect.closeTo(slope / values.gradNorm, 4)]);
    }
    expect(values.gradNorm).toBeCloseTo(Math.hypot(...gradient), 2);

    run.steps.flat().forEach((step, row) => {
      step.h.forEach((x, k) => {
        expect(deter[row * step.h.length + k]).toBeCloseTo(x, 4);
      });
      const classes = [0, 1].map((s) => step.drawn.slice(s * 3, s * 3 + 3).indexOf(1));
      expect([...stoch.slice(row * 2, row * 2 + 2)]).toEqual(classes);
    });
    // The parameters stay, since the rate is 0, so the slow critic moves towards them.
    flat.slice(-inputs.slowCritic.length).forEach((x, j) => {
      const moved = inputs.slowCritic[j] + config.slowValueRate * (x - inputs.slowCritic[j]);
      expect(state.slowCritic[j]).toBeCloseTo(moved, 5);
    });
  });
});
