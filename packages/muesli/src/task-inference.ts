import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy, maskedMean } from './masked.js';

/**
 * Weight of a step before the first reward that the memory holds. All it can know is what did not work; while the agent seldom succeeds,
 * most steps are such, and at full weight their noise keeps it from learning to.
 */
const BEFORE_REWARD = 0.125;

/**
 * Task inference (Humplik et al. 2019, "Meta reinforcement learning as task inference"): at every step the memory says, as a distribution
 * over statements, what the hidden part of the task is. The truth is known while training and to nobody afterwards. From rewards alone
 * the memory would have to be useful before it can become useful, and stays unused for millions of steps.
 *
 * @param taskInference logits [B T, F] @param facts [B, F], 1 for true statements; episodes without any do not count
 * @param hasSeenReward [B T], 1 where the memory holds a reward @param mask [B T]
 * @returns `loss`, weighted mean of the cross-entropy in nats, where each true statement of an episode has the same share, and the plain
 *   mean over the steps with a reward behind them, `afterReward`
 */
export function taskInferenceLoss(
  taskInference: Tensor2D,
  facts: Tensor2D,
  hasSeenReward: Tensor,
  mask: Tensor1D,
): { loss: Scalar; afterReward: Scalar } {
  const [episodes, count] = facts.shape;
  const rows = taskInference.shape[0];
  const steps = rows / episodes;
  const perStep = (x: Tensor2D) => tf.reshape(tf.tile(tf.expandDims(x, 1), [1, steps, 1]), [rows, -1]);
  const truths = tf.sum(facts, 1, true) as Tensor2D;
  const targets = perStep(tf.div(facts, tf.maximum(truths, 1)) as Tensor2D);
  const hides = tf.reshape(perStep(tf.minimum(truths, 1) as Tensor2D), [rows]);
  const after = tf.mul(tf.reshape(hasSeenReward, [rows]), hides);
  const weight = tf.add(tf.mul(after, 1 - BEFORE_REWARD), tf.mul(hides, BEFORE_REWARD));
  const perRow = crossEntropy(tf.reshape(targets, [rows, count]), taskInference);
  return {
    loss: maskedMean(tf.mul(perRow, weight), mask),
    afterReward: maskedMean(perRow, tf.mul(after, mask)),
  };
}
