import { jit } from '@open-ada/onnx-jit';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { makeAgent, observationSpec } from '../../../test/kit/small-agent.js';
import { readLayout } from '../src/network/observation-layout.js';
import { ParameterList } from '../src/network/parameters.js';
import { chainOf } from '../src/network/rule-chain.js';
import { RuleMatching } from '../src/network/rule-matching.js';

const TOKENS = 19;
const WIDTH = 8;
const [NEAR, HOLD] = [2, 1];
/** Token of an object type. */
const type = (index: number) => 3 + index;
const ME = 1;

/** Type 5 is made of 1 and 2 brought together, 1 of 3, and 8 of 7. The last place is empty. */
const RULES = [
  [1, 0, NEAR, type(1), type(2), type(5), 0, 0],
  [1, 0, HOLD, ME, type(3), type(1), 0, 0],
  [1, 0, HOLD, ME, type(7), type(8), 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0],
];
const holdGoal = (index: number, negated = 0) => [negated, HOLD, ME, type(index)];

/** What is told of each of the twelve types. */
async function told(goal: number[], rules: number[][] = RULES): Promise<number[][]> {
  const { config } = makeAgent(8);
  const { task } = readLayout(observationSpec);
  const matching = new RuleMatching(config, task);
  const list = new ParameterList();
  matching.addParameters(list, 8 * WIDTH);
  const layout = list.layout();
  const embedding = Float32Array.from({ length: TOKENS * WIDTH }, (_, i) => Math.sin(7 * i));
  const compiled = await jit(
    (inputs) => {
      const hot = (x: tf.Tensor) => tf.oneHot(tf.cast(x, 'int32'), TOKENS, 1, 0, 'float32');
      const ruleHot = hot(inputs.rules as tf.Tensor);
      const rows = tf.matMul(tf.reshape(ruleHot, [-1, TOKENS]), tf.tensor2d(embedding, [TOKENS, WIDTH]));
      const p = layout.split(inputs.flat as Tensor1D);
      const goalHot = hot(inputs.goal as tf.Tensor);
      return {
        told: matching.told(p, chainOf(goalHot, ruleHot, task, config), tf.reshape(rows, [rules.length, 8 * WIDTH])),
      };
    },
    {
      flat: { shape: [layout.size], dtype: 'float32' },
      goal: { shape: [1, 1, 4], dtype: 'float32' },
      rules: { shape: [1, rules.length, 8], dtype: 'float32' },
    },
  );
  const width = compiled.outputs.told.shape[2];
  const out = new Float32Array(12 * width);
  const inputs = { flat: list.initialise(1), goal: Float32Array.from(goal), rules: Float32Array.from(rules.flat()) };
  await compiled.run(inputs, { told: out });
  await compiled.release();
  return Array.from({ length: 12 }, (_, i) => [...out.subarray(i * width, (i + 1) * width)]);
}

const distance = (a: number[], b: number[]) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));

describe('what the rules say of each type', () => {
  it('is another thing where they lead to the goal, through other rules too; nothing of types that no rule names', async () => {
    const [leading, idle] = [await told(holdGoal(5)), await told(holdGoal(9))];
    for (const index of [1, 2, 3, 5])
      expect([index, distance(leading[index], idle[index]) > 1e-2]).toEqual([index, true]);
    for (const index of [7, 8]) {
      expect(distance(leading[index], idle[index])).toBeLessThan(1e-6);
      expect(Math.max(...leading[index].map(Math.abs))).toBeGreaterThan(1e-2);
    }
    for (const index of [0, 4, 6, 9, 10, 11]) expect(leading[index].every((x) => x === 0)).toBe(true);
  });

  it('does not depend on the order of the rules, and a thing that must not be held is not on the way', async () => {
    const plain = await told(holdGoal(5));
    const turned = await told(holdGoal(5), RULES.toReversed());
    for (const [index, row] of plain.entries()) expect(distance(row, turned[index])).toBeLessThan(1e-5);
    const forbidden = await told(holdGoal(5, 1));
    const idle = await told(holdGoal(9));
    for (const [index, row] of forbidden.entries()) expect(distance(row, idle[index])).toBeLessThan(1e-6);
  });
});
