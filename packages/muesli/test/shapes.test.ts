import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cmpoTargets } from '../src/equations/cmpo.js';
import { cmpoLoss, entropyBonus, policyGradientLoss, valueLoss } from '../src/equations/losses.js';
import { generalisedAdvantage, retrace } from '../src/equations/returns.js';
import { assertShape, shapeOf } from '../src/equations/shapes.js';
import { priorPolicy } from '../src/equations/targets.js';
import { taskInferenceLoss } from '../src/equations/task-inference.js';
import { MUESLI_DEFAULTS, muesliLearner, PPO_DEFAULTS, ppoLearner } from '../src/index.js';
import { toyNetwork } from './toy-network.js';

beforeAll(() => tf.setBackend('cpu'));

const [x2, x3, x23, x24, x32] = [
  tf.zeros([2]),
  tf.zeros([3]),
  tf.zeros([2, 3]),
  tf.zeros([2, 4]),
  tf.zeros([3, 2]),
] as [tf.Tensor1D, tf.Tensor1D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

describe('assertShape', () => {
  it('takes letters without a size from the first tensor and keeps those given', () => {
    expect(assertShape({ x23 }, 'B T', { B: 2 })).toEqual({ B: 2, T: 3 });
    expect(assertShape({ scalar: tf.scalar(1) }, '')).toEqual({});
  });

  it.each([
    [
      'of another size',
      { rewards: x24 },
      'B T',
      { B: 2, T: 3 },
      'rewards has the shape [2, 4]; it must be [B = 2, T = 3]',
    ],
    ['of another rank', { mask: x3 }, 'B T', { B: 3 }, 'mask has the shape [3]; it must be [B = 3, T]'],
    ['unlike the first', { values: x23, mask: x24 }, 'B T', {}, 'mask has the shape [2, 4]; it must be [B = 2, T = 3]'],
  ])('names a tensor %s', (_, tensors, letters, sizes, sentence) => {
    expect(() => assertShape(tensors as Record<string, tf.Tensor>, letters, sizes)).toThrow(new Error(sentence));
  });

  it('names a letter that has no size', () => {
    expect(() => shapeOf('B T', { B: 2 })).toThrow('shape [B T]: no size is given for T');
  });
});

describe('equations name the tensor whose shape is wrong', () => {
  const constants = { discount: 0.9, lambda: 0.9 };
  const retraced = { rewards: x23, values: x23, actionValues: x23, traces: x23, mask: x23, discount: 0.9 };
  const gradient = { logProb: x2, behaviourLogProb: x2, advantages: x2, mask: x2 };
  it.each<[string, () => unknown]>([
    ['traces', () => retrace({ ...retraced, traces: x24 })],
    ['mask', () => generalisedAdvantage({ rewards: x23, values: x23, mask: x32, ...constants })],
    ['advantages', () => cmpoTargets({ actions: tf.zeros([2, 4, 3]), advantages: x23, clip: 1, zInit: 1 })],
    ['target', () => priorPolicy({ target: x24, behaviour: x23, actionDims: [3], behaviourPrior: 0, uniformPrior: 0 })],
    ['behaviourLogProb', () => policyGradientLoss({ ...gradient, behaviourLogProb: x3 })],
    ['logProbs', () => cmpoLoss({ targets: x23, logProbs: x24, mask: x2 })],
    ['mask', () => valueLoss({ targets: x23, logits: x23, mask: x3 })],
    ['mask', () => entropyBonus(x23, x3)],
    [
      'logits',
      () =>
        taskInferenceLoss({ logits: x23, ruleLabels: x23, hasSeenReward: x23, mask: tf.zeros([6]), beforeReward: 1 }),
    ],
  ])('%s', (name, call) => {
    expect(call).toThrow(new RegExp(`^${name} has the shape \\[`));
  });
});

describe('a learner names the entry of a batch whose shape is wrong', () => {
  const parts = { network: toyNetwork(), shape: { episodes: 2, steps: 3 } };
  const muesli = muesliLearner({ ...parts, config: MUESLI_DEFAULTS });
  const ppo = ppoLearner({ ...parts, config: PPO_DEFAULTS });

  it.each([
    ['Muesli', muesli, 'rewards', [2, 4], 'rewards has the shape [2, 4]; it must be [B = 2, T = 3]'],
    ['Muesli', muesli, 'blockStart', [3], 'blockStart has the shape [3]; it must be [B = 2]'],
    [
      'PPO',
      ppo,
      'behaviourLogits',
      [2, 3, 4],
      'behaviourLogits has the shape [2, 3, 4]; it must be [B = 2, T = 3, A = 5]',
    ],
  ])('%s: %s', (_, learner, name, shape, sentence) => {
    const zeros = (specs: typeof learner.batch) =>
      Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, tf.zeros(spec.shape, spec.dtype)]));
    const batch = { ...zeros(learner.batch), [name]: tf.zeros(shape) };
    expect(() => learner.update(zeros(learner.state), batch)).toThrow(new Error(sentence));
  });

  it('and one that is missing', () => {
    expect(() => ppo.update({}, {})).toThrow('parameters is missing; it must be [P]');
  });
});
