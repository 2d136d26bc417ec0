import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { cmpoTargets } from '../src/equations/cmpo.js';
import {
  actionOneHots,
  entropy,
  jointLogProbability,
  logProbabilities,
  sampleOneHots,
} from '../src/equations/factored.js';
import { generalisedAdvantage, retrace } from '../src/equations/returns.js';
import { slowAdvantage, slowCmpoLoss, slowRetrace } from './slow-twin.js';

beforeAll(() => tf.setBackend('cpu'));

const number = fc.double({ min: -3, max: 3, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });

function row(values: number[]): tf.Tensor2D {
  return tf.tensor2d([values]);
}

function maskOf(steps: number, length: number): number[] {
  return Array.from({ length: steps }, (_, t) => (t < length ? 1 : 0));
}

describe('Retrace', () => {
  it('gives the hand-worked returns of three steps', () => {
    // g = .5: G_2 = 4; G_1 = 2 + .5 (v_2 + c_2 (G_2 - q_2)) = 2 + .5 (3 + .5 (4 - 2)) = 4;
    // G_0 = 1 + .5 (v_1 + c_1 (G_1 - q_1)) = 1 + .5 (2 + 1 (4 - 1)) = 3.5.
    const returns = retrace({
      rewards: row([1, 2, 4]),
      values: row([9, 2, 3]),
      actionValues: row([9, 1, 2]),
      traces: row([9, 1, 0.5]),
      mask: row([1, 1, 1]),
      discount: 0.5,
    });
    expect([...returns.dataSync()]).toEqual([3.5, 4, 4]);
  });

  it('agrees with a plain loop for any episode and length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 37 }),
        fc.integer({ min: 0, max: 36 }),
        fc.infiniteStream(number),
        fc.infiniteStream(unit),
        (steps, cut, numbers, units) => {
          const take = (source: Iterator<number>) => Array.from({ length: steps }, () => source.next().value as number);
          const length = Math.max(1, steps - cut);
          const episode = {
            rewards: take(numbers),
            values: take(numbers),
            actionValues: take(numbers),
            traces: take(units),
            length,
          };
          const fast = retrace({
            rewards: row(episode.rewards),
            values: row(episode.values),
            actionValues: row(episode.actionValues),
            traces: row(episode.traces),
            mask: row(maskOf(steps, length)),
            discount: 0.9,
          }).dataSync();
          const slow = slowRetrace(episode, 0.9);
          for (let t = 0; t < length; t++) expect(fast[t]).toBeCloseTo(slow[t], 4);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('generalised advantage', () => {
  it('agrees with a plain loop', () => {
    const rewards = [1, 0, -1, 2, 0.5];
    const values = [0.3, 1, -0.2, 0.7, 0.1];
    const fast = generalisedAdvantage({
      rewards: row(rewards),
      values: row(values),
      mask: row(maskOf(5, 4)),
      discount: 0.97,
      lambda: 0.9,
    }).dataSync();
    const slow = slowAdvantage(rewards, values, 4, 0.97, 0.9);
    for (let t = 0; t < 4; t++) expect(fast[t]).toBeCloseTo(slow[t], 5);
  });
});

describe('CMPO', () => {
  it('has the loss of the sampled equation, for any samples and advantages', () => {
    const actionDims = [3, 2];
    const sample = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 1 }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(sample, number), { minLength: 1, maxLength: 9 }),
        fc.array(number, { minLength: 5, maxLength: 5 }),
        (drawn, logits) => {
          const logProbs = logProbabilities(row(logits), actionDims);
          const actions = drawn.map(([action]) => action);
          const oneHots = actionOneHots(tf.tensor3d([actions], undefined, 'int32'), actionDims);
          const targets = cmpoTargets({
            actions: oneHots,
            advantages: row(drawn.map(([, advantage]) => advantage)),
            clip: 1,
            zInit: 1,
          });
          const fast = -tf.sum(tf.mul(targets, logProbs)).dataSync()[0];
          const plain = [...logProbs.dataSync()];
          const slow = slowCmpoLoss(
            actions,
            drawn.map(([, a]) => a),
            [plain.slice(0, 3), plain.slice(3)],
            1,
            1,
          );
          expect(fast).toBeCloseTo(slow, 3);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('factored policies', () => {
  it('adds log-probabilities and entropies over groups', () => {
    const logProbs = logProbabilities(row([0, Math.log(3), 1, 1]), [2, 2]);
    const action = actionOneHots(tf.tensor2d([[1, 0]], [1, 2], 'int32'), [2, 2]);
    expect([...action.dataSync()]).toEqual([0, 1, 1, 0]);
    expect(jointLogProbability(logProbs, action).dataSync()[0]).toBeCloseTo(Math.log(0.75 * 0.5), 6);
    const expected = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)) + Math.log(2);
    expect(entropy(logProbs).dataSync()[0]).toBeCloseTo(expected, 6);
  });

  it('samples each option as often as its probability, one per group', () => {
    const probabilities = tf.tensor2d([[0.2, 0.5, 0.3, 0.9, 0.1]]);
    const count = 1000;
    const noise = Array.from({ length: count }, (_, i) => [(i + 0.5) / count, ((i * 7) % count) / count]);
    const samples = sampleOneHots(probabilities, tf.tensor3d([noise]), [3, 2]);
    const frequencies = tf.mean(samples, 1).dataSync();
    [0.2, 0.5, 0.3, 0.9, 0.1].forEach((p, i) => {
      expect(frequencies[i]).toBeCloseTo(p, 2);
    });
    expect(
      tf
        .sum(samples, 2)
        .dataSync()
        .every((total) => total === 2),
    ).toBe(true);
  });
});
