import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  clippedSurrogateLoss,
  entropyBonus,
  modelValueLoss,
  policyGradientLoss,
  rewardLoss,
  valueLoss,
} from '../src/equations/losses.js';
import { weightedSum } from '../src/equations/masked.js';
import { advantageScale, priorPolicy, returnTargets, standardised } from '../src/equations/targets.js';

beforeAll(() => tf.setBackend('cpu'));

const numberOf = (x: tf.Tensor) => x.dataSync()[0];
const logs = (...probabilities: number[]) => tf.tensor1d(probabilities.map(Math.log));

describe('loss terms at hand-worked numbers', () => {
  // Ratios 2 and 0.5; the third step is none.
  const rows = {
    logProb: logs(0.8, 0.2, 0.5),
    behaviourLogProb: logs(0.4, 0.4, 0.1),
    advantages: tf.tensor1d([3, -1, 100]),
    mask: tf.tensor1d([1, 1, 0]),
  };

  it('policy gradient: weights 1 and 0.5, the first clipped, its gradient kept', () => {
    const expected = -(1 * 3 * Math.log(0.8) + 0.5 * -1 * Math.log(0.2)) / 2;
    expect(numberOf(policyGradientLoss(rows))).toBeCloseTo(expected, 6);
    const slope = tf.grad((logProb) => policyGradientLoss({ ...rows, logProb: logProb as tf.Tensor1D }))(rows.logProb);
    for (const [i, s] of [-3 / 2, 0.5 / 2, 0].entries()) expect(slope.dataSync()[i]).toBeCloseTo(s, 6);
  });

  it('clipped surrogate: ratio 2 counts as 1.2; ratio 0.5 counts as 0.8, where that is worse', () => {
    const loss = clippedSurrogateLoss({ ...rows, ratioClip: 0.2 });
    expect(numberOf(loss)).toBeCloseTo(-(1.2 * 3 + 0.8 * -1) / 2, 6);
  });

  it('value, model value and reward: cross-entropies, the latter two as means over the model steps', () => {
    const at = (p: number) => ({
      targets: tf.tensor2d([[0.25, 0.75]]),
      logits: tf.tensor2d([[Math.log(p), Math.log(1 - p)]]),
      mask: tf.tensor1d([1]),
    });
    const cost = (p: number) => -0.25 * Math.log(p) - 0.75 * Math.log(1 - p);
    expect(numberOf(valueLoss(at(0.1)))).toBeCloseTo(cost(0.1), 6);
    const mean = (cost(0.1) + cost(0.6)) / 2;
    expect(numberOf(modelValueLoss([at(0.1), at(0.6)]))).toBeCloseTo(mean, 6);
    expect(numberOf(rewardLoss([at(0.1), at(0.6)]))).toBeCloseTo(mean, 6);
    expect(numberOf(rewardLoss([]))).toBe(0);
  });

  it('entropy: ln 2 of a fair choice, over real steps', () => {
    const logProbs = tf.log(tf.tensor2d([0.5, 0.5, 1 - 1e-6, 1e-6], [2, 2])) as tf.Tensor2D;
    expect(numberOf(entropyBonus(logProbs, tf.tensor1d([1, 0])))).toBeCloseTo(Math.LN2, 6);
  });

  it('the loss is the sum of the terms, each times its weight', () => {
    const terms = { a: tf.scalar(2), b: tf.scalar(3), c: tf.scalar(5) };
    expect(numberOf(weightedSum(terms, { a: 1, b: -0.5, c: 0 }))).toBe(0.5);
  });
});

describe('targets at hand-worked numbers', () => {
  it('the prior is mixed in each group', () => {
    const prior = priorPolicy({
      target: tf.reshape(logs(0.9, 0.1, 0.5, 0.5), [1, 4]),
      behaviour: tf.reshape(logs(0.1, 0.9, 1, 1e-9), [1, 4]),
      actionDims: [2, 2],
      behaviourPrior: 0.2,
      uniformPrior: 0.1,
    });
    const expected = [0.7 * 0.9 + 0.02 + 0.05, 0.07 + 0.18 + 0.05, 0.35 + 0.2 + 0.05, 0.35 + 0.05];
    for (const [i, p] of prior.dataSync().entries()) expect(p).toBeCloseTo(expected[i], 6);
  });

  it('the scale of the advantages is a bias-corrected second moment, not centred', () => {
    const first = { mask: tf.tensor1d([1, 1, 0]), moment: tf.scalar(0), updates: tf.scalar(0), decay: 0.9 };
    const { std, moment } = advantageScale({ errors: tf.tensor1d([3, 5, 99]), ...first });
    expect(numberOf(moment)).toBeCloseTo(0.1 * 17, 5);
    expect(numberOf(std)).toBeCloseTo(Math.sqrt(17), 5);
    const later = { ...first, moment, updates: tf.scalar(1) };
    const second = advantageScale({ errors: tf.tensor1d([1, 1, 99]), ...later });
    expect(numberOf(second.std)).toBeCloseTo(Math.sqrt((0.9 * 1.7 + 0.1 * 1) / (1 - 0.81)), 5);
  });

  it('standardised advantages have mean 0 and deviation 1 over real steps', () => {
    const row = standardised(tf.tensor1d([1, 3, 50]), tf.tensor1d([1, 1, 0])).dataSync();
    expect([row[0], row[1]]).toEqual([expect.closeTo(-1, 5), expect.closeTo(1, 5)]);
  });

  it('returns by default ignore what the model says of the action, and stay in the range of the value head', () => {
    const row = (...numbers: number[]) => tf.tensor2d([numbers]);
    const inputs = {
      rewards: row(1, 2),
      values: row(0, 4),
      modelValues: row(7, 8),
      traces: row(1, 0.5),
      mask: row(1, 1),
      discount: 0.5,
    };
    // G_1 = 2; G_0 = 1 + 0.5 (4 + 0.5 (2 - q_1)), q_1 = 4 for κ = 0 and 8 for κ = 1.
    const of = (qMix: number, range: [number, number]) => [...returnTargets({ ...inputs, qMix, range }).dataSync()];
    expect(of(0, [0, 50])).toEqual([2.5, 2]);
    expect(of(1, [0, 50])).toEqual([1.5, 2]);
    expect(of(0, [0, 2.25])).toEqual([2.25, 2]);
  });
});
