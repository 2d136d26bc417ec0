import { jit, type TensorTree } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { makeAgent, observationSpec } from '../../../test/kit/small-agent.js';
import { readLayout } from '../src/network/observation-layout.js';
import { PartnerMarks } from '../src/network/partner-marks.js';
import { chainOf } from '../src/network/rule-chain.js';

const TOKENS = 19;
const [NEAR, HOLD] = [2, 1];
/** Token of an object type. */
const type = (index: number) => 3 + index;
const ME = 1;
const DEPTH = 2;
const TYPES = 12;
const { config } = makeAgent(8, { matchDepth: DEPTH, matchPartners: true });
const { task } = readLayout(observationSpec);

/** Type 5 is made of 1 and 2 brought together, 1 of 3 and 4, and 8, which nothing needs, of 7 and 2. */
const RULES = [
  [1, 0, NEAR, type(1), type(2), type(5), 0, 0],
  [1, 0, NEAR, type(3), type(4), type(1), 0, 0],
  [1, 0, NEAR, type(7), type(2), type(8), 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0],
];
const HOLD_5 = [0, HOLD, ME, type(5)];

/** The marks of entities of these types, one step after another; the first entity of a step is held if it says so. */
async function marks(goal: number[], steps: { held: boolean; types: number[] }[]) {
  const time = steps.length;
  const count = steps[0].types.length;
  const partners = new PartnerMarks(config, task);
  const compiled = await jit(
    (inputs: TensorTree) => {
      const hot = (x: tf.Tensor, depth: number) => tf.oneHot(tf.cast(x, 'int32'), depth, 1, 0, 'float32');
      const [goals, rules] = [hot(inputs.goal as tf.Tensor, TOKENS), hot(inputs.rules as tf.Tensor, TOKENS)];
      const episode = partners.ofEpisode(goals, rules, chainOf(goals, rules, task, config));
      const types = hot(inputs.types as tf.Tensor, TYPES) as tf.Tensor3D;
      const step = partners.ofStep(episode, types, inputs.held as tf.Tensor3D, time);
      return { byType: tf.matMul(types, episode.byType), step };
    },
    {
      goal: { shape: [1, 1, 4], dtype: 'float32' },
      rules: { shape: [1, RULES.length, 8], dtype: 'float32' },
      types: { shape: [1, time * count], dtype: 'float32' },
      held: { shape: [1, time * count, 1], dtype: 'float32' },
    },
  );
  const byType = new Float32Array(time * count * 2 * DEPTH);
  const step = new Float32Array(time * count * (1 + DEPTH));
  const held = steps.flatMap(({ held, types }) => types.map((_, k) => Number(held && k === 0)));
  await compiled.run(
    {
      goal: Float32Array.from(goal),
      rules: Float32Array.from(RULES.flat()),
      types: Float32Array.from(steps.flatMap(({ types }) => types)),
      held: Float32Array.from(held),
    },
    { byType, step },
  );
  await compiled.release();
  const rows = (floats: Float32Array, width: number) =>
    Array.from({ length: time * count }, (_, i) => [...floats.subarray(i * width, (i + 1) * width)]);
  return { byType: rows(byType, 2 * DEPTH), step: rows(step, 1 + DEPTH) };
}

describe('marks of partners', () => {
  it('say as which argument of a rule on the way a type stands, and at which depth the rule comes', async () => {
    const { byType } = await marks(HOLD_5, [{ held: false, types: [1, 2, 3, 4, 5, 7] }]);
    // First argument at depths 1 and 2, then second argument.
    expect(byType).toEqual([
      [1, 1, 0, 0],
      [0, 0, 1, 1],
      [0, 1, 0, 0],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('are on what the thing in the hand must meet, either way round, in each step by itself', async () => {
    const { step } = await marks(HOLD_5, [
      { held: true, types: [1, 2, 4] },
      { held: true, types: [2, 1, 7] },
      { held: true, types: [3, 4, 2] },
      { held: false, types: [1, 2, 4] },
    ]);
    const none = [0, 0, 0];
    expect(step.slice(0, 3)).toEqual([none, [0, 1, 1], none]);
    // Type 7 must meet type 2 in a rule that does not lead to the goal.
    expect(step.slice(3, 6)).toEqual([none, [0, 1, 1], none]);
    expect(step.slice(6, 9)).toEqual([none, [0, 0, 1], none]);
    expect(step.slice(9)).toEqual([none, none, none]);
  });

  it('are on the partner in the goal, unless the goal is negated, and never on what is held', async () => {
    const near = [0, NEAR, type(9), type(10)];
    const steps = [{ held: true, types: [10, 9, 10] }];
    expect((await marks(near, steps)).step.map(([goal]) => goal)).toEqual([0, 1, 0]);
    expect((await marks([1, ...near.slice(1)], steps)).step.flat()).toEqual(Array(9).fill(0));
    const alike = [0, NEAR, type(9), type(9)];
    expect((await marks(alike, [{ held: true, types: [9, 9, 10] }])).step.map(([goal]) => goal)).toEqual([0, 1, 0]);
  });
});
