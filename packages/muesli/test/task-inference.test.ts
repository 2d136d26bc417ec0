import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { MUESLI_DEFAULTS } from '../src/config.js';
import { taskInferenceLoss } from '../src/equations/task-inference.js';

beforeAll(() => tf.setBackend('cpu'));

/** Two episodes of two steps, three statements. */
function lossOf(facts: number[][], hasSeenReward: number[][], mask: number[], logits: number[][]) {
  const { loss, afterReward } = taskInferenceLoss({
    logits: tf.tensor2d(logits, [4, 3]),
    ruleLabels: tf.tensor2d(facts),
    hasSeenReward: tf.tensor2d(hasSeenReward),
    mask: tf.tensor1d(mask),
    beforeReward: MUESLI_DEFAULTS.taskInferenceBeforeReward,
  });
  return { loss: loss.dataSync()[0], afterReward: afterReward.dataSync()[0] };
}

const FLAT = Array.from({ length: 4 }, () => [0, 0, 0]);
const ALL = [1, 1, 1, 1];
const LATER = [
  [0, 1],
  [0, 1],
];

describe('taskInference loss', () => {
  it('is the entropy of a uniform taskInference, in full after a reward and one eighth of it before', () => {
    const facts = [
      [0, 1, 0],
      [1, 0, 0],
    ];
    const { loss, afterReward } = lossOf(facts, LATER, ALL, FLAT);
    expect(afterReward).toBeCloseTo(Math.log(3), 6);
    expect(loss).toBeCloseTo((Math.log(3) * (1 + 0.125)) / 2, 6);
  });

  it('leaves out episodes that hide nothing and steps outside of the mask', () => {
    const facts = [
      [0, 1, 0],
      [0, 0, 0],
    ];
    const logits = [
      [0, 0, 0],
      [0, 5, 0],
      [9, 0, 0],
      [9, 0, 0],
    ];
    const crossEntropy = Math.log(2 + Math.exp(5)) - 5;
    expect(lossOf(facts, LATER, ALL, logits).afterReward).toBeCloseTo(crossEntropy, 6);
    expect(lossOf(facts, LATER, [1, 0, 1, 1], logits).afterReward).toBe(0);
  });

  it('is least for a taskInference that shares itself among all true statements', () => {
    const facts = [
      [1, 1, 0],
      [1, 1, 0],
    ];
    const at = (a: number, b: number) =>
      lossOf(
        facts,
        LATER,
        ALL,
        Array.from({ length: 4 }, () => [a, b, -20]),
      ).afterReward;
    expect(at(0, 0)).toBeCloseTo(Math.log(2), 6);
    expect(at(1, 0)).toBeGreaterThan(at(0, 0));
    expect(at(0, 1)).toBeGreaterThan(at(0, 0));
  });
});
