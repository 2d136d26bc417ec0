import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy, maskedMean } from './masked.js';
import { assertShape } from './shapes.js';

/** Inputs of the task-inference loss. */
export interface TaskInferenceInputs {
  /** Logits of the memory's distribution over rule labels [N, F]. */
  logits: Tensor2D;
  /** 1 for true labels. Episodes without true labels do not count [B, F]. */
  ruleLabels: Tensor2D;
  /** 1 if the memory contains a reward [B, T]. */
  hasSeenReward: Tensor2D;
  /** 1 for real steps [N]. */
  mask: Tensor1D;
  /**
   * Weight of a step before the first reward in memory. At such a step the memory contains only failures, so the labels
   * are barely predictable. While the agent seldom succeeds, most steps are such. At full weight their noise dominates
   * the loss.
   */
  beforeReward: number;
}

/**
 * Task inference (Humplik et al. 2019, "Meta reinforcement learning as task inference"; not in AdA). At every step a
 * head on the memory predicts a distribution over rule labels. The true labels y are known only in training.
 *
 *     L_TI = −E[w Σ_F (y / Σ y) log softmax(logits)]
 *     w = 1 after a reward, beforeReward before; 0 in episodes with Σ y = 0
 *
 * With rewards alone, the memory stayed unused for millions of steps.
 *
 * @returns `loss` in nats, and `afterReward`, the unweighted mean over the steps after a reward
 */
export function taskInferenceLoss({ logits, ruleLabels, hasSeenReward, mask, beforeReward }: TaskInferenceInputs): {
  loss: Scalar;
  afterReward: Scalar;
} {
  const [episodes, steps] = hasSeenReward.shape;
  const sizes = { B: episodes, T: steps, N: episodes * steps };
  assertShape({ mask }, 'N', assertShape({ logits }, 'N F', assertShape({ ruleLabels }, 'B F', sizes)));
  const [rows, count] = logits.shape;
  const perStep = (x: Tensor2D) => tf.reshape(tf.tile(tf.expandDims(x, 1), [1, steps, 1]), [rows, -1]);
  const truths: Tensor2D = tf.sum(ruleLabels, 1, true);
  const targets = perStep(tf.div(ruleLabels, tf.maximum(truths, 1)));
  const hides = tf.reshape(perStep(tf.minimum(truths, 1)), [rows]);
  const after = tf.mul(tf.reshape(hasSeenReward, [rows]), hides);
  const weight = tf.add(tf.mul(after, 1 - beforeReward), tf.mul(hides, beforeReward));
  const perRow = crossEntropy(tf.reshape(targets, [rows, count]), logits);
  return {
    loss: maskedMean(tf.mul(perRow, weight), mask),
    afterReward: maskedMean(perRow, tf.mul(after, mask)),
  };
}
