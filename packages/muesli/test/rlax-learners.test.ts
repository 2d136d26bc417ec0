// Whole updates of the learners against losses put together from functions of DeepMind's rlax. rlax.test.ts
// checks the targets alone; here are the formulas that only the learners have: traces from the prior,
// advantages, importance weights, PPO's clipped surrogate, and the gradient of the loss.
import { type Data, jitStep } from '@open-ada/onnx-jit';
import { describe, expect, it } from 'vitest';
import { type LearnerFunction, MUESLI_DEFAULTS, muesliLearner, PPO_DEFAULTS, ppoLearner } from '../src/index.js';
import { type LearnerCase, maskOf, rlaxFixtures } from './rlax-fixtures.js';
import { tableNetwork } from './table-network.js';

/** The policy losses alone, and no step of the optimiser. */
const BARE = {
  maxGradNorm: 1e9,
  learningRate: 0,
  warmupSteps: 0,
  taskInferenceWeight: 0,
  valueWeight: 0,
  entropyWeight: 0,
};
const MUESLI_BARE = { ...BARE, unroll: 0, unrollFraction: 1, zInit: 1, rewardWeight: 0, modelPolicyWeight: 0 };

function learnerOf(each: LearnerCase, steps: number): LearnerFunction {
  const network = tableNetwork(each.lengths.length * steps, each.actionDims);
  const shape = { episodes: each.lengths.length, steps };
  return each.name === 'PPO'
    ? ppoLearner({ network, config: { ...PPO_DEFAULTS, ...BARE, ...each.settings }, shape })
    : muesliLearner({ network, config: { ...MUESLI_DEFAULTS, ...MUESLI_BARE, ...each.settings }, shape });
}

function batchOf(each: LearnerCase, learner: LearnerFunction, steps: number): Record<string, Data> {
  const numbers: Record<string, number[]> = {
    observations: each.values.flatMap((value, row) => [
      value,
      each.nextValues?.[row] ?? 0,
      ...(each.optionRewards?.[row] ?? each.logits[row].map(() => 0)),
    ]),
    actions: each.actions.flat(),
    behaviourLogits: each.behaviourLogits.flat(),
    rewards: each.rewards,
    mask: maskOf(each.lengths, steps).flat(),
    actionNoise: each.noise?.flat(2) ?? [],
  };
  return Object.fromEntries(
    Object.entries(learner.batch).map(([name, { shape, dtype }]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const values = numbers[name] ?? Array<number>(size).fill(0);
      expect([name, values.length]).toEqual([name, size]);
      return [name, dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values)];
    }),
  );
}

describe('learners', () => {
  it.each(rlaxFixtures.learners)('$name: losses, returns and gradient', async (each) => {
    const steps = each.values.length / each.lengths.length;
    const learner = learnerOf(each, steps);
    const step = await jitStep(learner.update, { state: learner.state, batch: learner.batch }, { threads: 1 });
    step.setState(learner.initialState(Float32Array.from(each.logits.flat())));
    if (each.targetLogits) step.setState({ target: Float32Array.from(each.targetLogits.flat()) });
    const values = new Float32Array(learner.metrics.length);
    await step.run(batchOf(each, learner, steps), { values });
    // The first Adam moment after one step from zero.
    const gradient = (step.state().firstMoment as Float32Array).map((m) => m / (1 - MUESLI_DEFAULTS.beta1));
    await step.release();

    for (const [name, value] of Object.entries(each.metrics)) {
      expect([name, values[learner.metrics.indexOf(name)]]).toEqual([name, expect.closeTo(value, 5)]);
    }
    const expected = each.gradient.flat();
    const worst = Math.max(...expected.map((g, i) => Math.abs(g - gradient[i])));
    expect(worst / Math.hypot(...expected)).toBeLessThan(1e-5);
  });
});
