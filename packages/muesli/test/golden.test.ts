import { readFileSync, writeFileSync } from 'node:fs';
import { type Data, jitStep } from '@open-ada/onnx-jit';
import { describe, expect, it } from 'vitest';
import { type LearnerFunction, MUESLI_DEFAULTS, muesliLearner, PPO_DEFAULTS, ppoLearner } from '../src/index.js';
import { type Numbers, type SlowBatch, slowMuesli, slowPpo } from './slow-learners.js';
import { TOY, toyNetwork } from './toy-network.js';

/**
 * Inputs and what the slow implementation makes of them. `GOLDEN=write pnpm vitest run
 * packages/muesli/test/golden.test.ts` writes the file anew; do that only for a change of the algorithm that is
 * meant.
 */
const FILE = new URL('./golden.json', import.meta.url);

interface Case {
  name: string;
  learner: 'muesli' | 'ppo';
  settings: Record<string, number>;
  episodes: number;
  steps: number;
  parameters: number[];
  target: number[];
  before: { moment: number; updates: number };
  batch: Numbers;
  metrics: Record<string, number>;
  gradient: number[];
}

const network = toyNetwork();
/** The slow twin knows numbers only. */
const { actWithTarget: _, ...NUMBERS } = MUESLI_DEFAULTS;
const PLAIN = { maxGradNorm: 1e9, learningRate: 0, warmupSteps: 0 };
const CASES: Pick<Case, 'name' | 'learner' | 'settings' | 'episodes' | 'steps' | 'before'>[] = [
  { name: 'defaults', learner: 'muesli', settings: {}, episodes: 2, steps: 6, before: { moment: 0, updates: 0 } },
  {
    // Five model steps everywhere, sixteen samples, Retrace against the one-step model; some updates in.
    name: 'as published',
    learner: 'muesli',
    settings: {
      unroll: 5,
      unrollFraction: 1,
      samples: 16,
      retraceQMix: 1,
      targetRate: 0.1,
      valueWeight: 0.25,
      entropyWeight: 0,
    },
    episodes: 3,
    steps: 7,
    before: { moment: 0.7, updates: 12 },
  },
  {
    name: 'long unroll of short blocks',
    learner: 'muesli',
    settings: {
      unroll: 3,
      unrollFraction: 0.3,
      samples: 2,
      advantageClip: 0.3,
      zInit: 2,
      retraceQMix: 0.5,
    },
    episodes: 2,
    steps: 5,
    before: { moment: 2, updates: 1 },
  },
  {
    name: 'ppo',
    learner: 'ppo',
    settings: { ratioClip: 0.1 },
    episodes: 3,
    steps: 6,
    before: { moment: 0, updates: 0 },
  },
];

const learnerOf = ({ learner, settings, episodes, steps }: Case): LearnerFunction =>
  learner === 'muesli'
    ? muesliLearner({ network, config: { ...MUESLI_DEFAULTS, ...PLAIN, ...settings }, shape: { episodes, steps } })
    : ppoLearner({ network, config: { ...PPO_DEFAULTS, ...PLAIN, ...settings }, shape: { episodes, steps } });

function slow(each: Case, parameters: number[], frozen = parameters): Record<string, number> {
  const batch: SlowBatch = { episodes: each.episodes, steps: each.steps, data: each.batch };
  return each.learner === 'muesli'
    ? slowMuesli(parameters, each.target, batch, { ...NUMBERS, ...each.settings }, each.before, frozen)
    : slowPpo(parameters, batch, { ...PPO_DEFAULTS, ...each.settings }, frozen);
}

/** Central differences in double precision. */
function slowGradient(each: Case): number[] {
  const step = 1e-6;
  return each.parameters.map((_, i) => {
    const at = (sign: number) =>
      slow(
        each,
        each.parameters.map((x, j) => x + (i === j ? sign * step : 0)),
        each.parameters,
      ).loss;
    return (at(1) - at(-1)) / (2 * step);
  });
}

/** Numbers that are the same in single precision, so that both sides begin alike. */
function inputs(spec: (typeof CASES)[number], seed: number): Case {
  let state = seed;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return Math.fround(state / 2147483647);
  };
  const numbers = (size: number, spread: number) =>
    Array.from({ length: size }, () => Math.fround(spread * (2 * uniform() - 1)));
  const each: Case = { ...spec, parameters: [], target: [], batch: {}, metrics: {}, gradient: [] };
  const learner = learnerOf(each);
  each.parameters = numbers(network.parameters.size, 0.8);
  // Values far apart, so that advantages reach the clip on both sides.
  let offset = 0;
  for (const { name, shape } of network.parameters.entries) {
    const size = shape.reduce((a, b) => a * b, 1);
    if (name === 'value') for (let i = 0; i < size; i++) each.parameters[offset + i] *= 8;
    offset += size;
  }
  each.target = each.parameters.map((x) => Math.fround(x + 0.3 * (2 * uniform() - 1)));
  for (const [name, { shape }] of Object.entries(learner.batch)) {
    const size = shape.reduce((a, b) => a * b, 1);
    each.batch[name] = Array.from({ length: size }, uniform);
  }
  const { episodes, steps, batch } = each;
  batch.observations = numbers(batch.observations.length, 2);
  batch.behaviourLogits = numbers(batch.behaviourLogits.length, 1.5);
  batch.segment.fill(0);
  batch.actions = batch.actions.map((x, i) => Math.floor(x * TOY.actionDims[i % TOY.actionDims.length]));
  batch.ruleLabels = batch.ruleLabels.map((x, i) => (i < TOY.ruleLabels ? 0 : Number(x < 0.5)));
  batch.hasSeenReward = batch.hasSeenReward.map((x) => Number(x < 0.5));
  // The last episode is two steps shorter.
  batch.mask = batch.mask.map((_, row) => Number(row < episodes * steps - 2));
  if (batch.blockStart) {
    const block = Math.max(1, Math.round(steps * { ...MUESLI_DEFAULTS, ...each.settings }.unrollFraction));
    batch.blockStart = batch.blockStart.map((x) => Math.floor(x * (steps - block + 1)));
  }
  return each;
}

/** Gradients take seconds: they are made when the file is written. */
function computed(withGradients: boolean): Case[] {
  return CASES.map((spec, i) => {
    const each = inputs(spec, 17 + i);
    return { ...each, metrics: slow(each, each.parameters), gradient: withGradients ? slowGradient(each) : [] };
  });
}

if (process.env.GOLDEN === 'write') writeFileSync(FILE, `${JSON.stringify(computed(true))}\n`);
const golden = JSON.parse(readFileSync(FILE, 'utf8')) as Case[];

describe('golden fixtures', () => {
  it('are what the slow implementation says', () => {
    const now = computed(false);
    expect(now.map(({ name }) => name)).toEqual(golden.map(({ name }) => name));
    for (const [i, each] of now.entries()) {
      for (const [name, value] of Object.entries(each.metrics)) expect(golden[i].metrics[name]).toBeCloseTo(value, 12);
    }
  });

  it.each(golden)('$name: metrics, gradient and the next target network', async (each) => {
    const learner = learnerOf(each);
    const step = await jitStep(learner.update, { state: learner.state, batch: learner.batch }, { threads: 1 });
    step.setState(learner.initialState(Float32Array.from(each.parameters)));
    if (each.learner === 'muesli') {
      step.setState({
        target: Float32Array.from(each.target),
        advantageMoment: Float32Array.of(each.before.moment),
        step: Float32Array.of(each.before.updates),
      });
    }
    const batch: Record<string, Data> = {};
    for (const [name, { dtype }] of Object.entries(learner.batch)) {
      batch[name] = dtype === 'int32' ? Int32Array.from(each.batch[name]) : Float32Array.from(each.batch[name]);
    }
    const values = new Float32Array(learner.metrics.length);
    await step.run(batch, { values });
    const state = step.state();
    await step.release();
    learner.metrics.forEach((name, i) => {
      if (name !== 'gradNorm') expect([name, values[i]]).toEqual([name, expect.closeTo(each.metrics[name], 4)]);
    });
    // The first Adam moment after one step from zero.
    const gradient = (state.firstMoment as Float32Array).map((m) => m / (1 - MUESLI_DEFAULTS.beta1));
    const norm = Math.hypot(...each.gradient);
    expect(values[learner.metrics.indexOf('gradNorm')] / norm).toBeCloseTo(1, 4);
    const worst = Math.max(...each.gradient.map((g, i) => Math.abs(g - gradient[i])));
    expect(worst / norm).toBeLessThan(1e-4);
    if (each.learner !== 'muesli') return;
    const { targetRate } = { ...MUESLI_DEFAULTS, ...each.settings };
    (state.target as Float32Array).forEach((x, i) => {
      expect(x).toBeCloseTo((1 - targetRate) * each.target[i] + targetRate * each.parameters[i], 5);
    });
  });
});
