import { logSoftmax, sampleOneHots as sampleOfGroup } from '@open-ada/onnx-jit';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './shapes.js';

/**
 * A policy over factored actions has one softmax per group. The logits of all groups are joined along the last axis. A
 * joint action is a row of one-hots, joined in the same way, so that its log-probability is one dot product.
 */

/** @param logits [..., A] @returns log-probabilities [..., A] */
export function logProbabilities<T extends Tensor>(logits: T, actionDims: number[]): T {
  const groups = tf.split(logits, actionDims, logits.rank - 1);
  return tf.concat(
    groups.map((group) => logSoftmax(group)),
    logits.rank - 1,
  ) as T;
}

/** @param actions int [..., G] @returns joined one-hots [..., A] */
export function actionOneHots<T extends Tensor>(actions: T, actionDims: number[]): T {
  const groups = tf.split(actions, actionDims.length, actions.rank - 1);
  return tf.concat(
    groups.map((group, g) => tf.oneHot(tf.squeeze(group, [group.rank - 1]), actionDims[g], 1, 0, 'float32')),
    actions.rank - 1,
  ) as T;
}

/** log π(a), summed over groups. @param logProbs [N, A] @param actions one-hots [N, A] @returns [N] */
export function jointLogProbability(logProbs: Tensor2D, actions: Tensor2D): Tensor1D {
  assertShape({ logProbs, actions }, 'N A');
  return tf.sum(tf.mul(logProbs, actions), 1);
}

/** Entropy of the joint action, −Σ π log π. @param logProbs [N, A] @returns [N] */
export function entropy(logProbs: Tensor2D): Tensor1D {
  assertShape({ logProbs }, 'N A');
  return tf.neg(tf.sum(tf.mul(tf.exp(logProbs), logProbs), 1));
}

/** KL(p ‖ q) of joint actions, Σ p (log p − log q). @param logP [N, A] @param logQ [N, A] @returns [N] */
export function kl(logP: Tensor2D, logQ: Tensor2D): Tensor1D {
  assertShape({ logP, logQ }, 'N A');
  return tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, logQ)), 1);
}

/**
 * Samples S joint actions per row by inverse transform of given noise.
 * @param probabilities [M, A]; each group sums to 1
 * @param uniform noise in [0, 1) [M, S, G]
 * @returns one-hots [M, S, A]
 */
export function sampleOneHots(probabilities: Tensor2D, uniform: Tensor3D, actionDims: number[]): Tensor3D {
  assertShape({ uniform }, 'M S G', { ...assertShape({ probabilities }, 'M A'), G: actionDims.length });
  const noise = tf.split(uniform, actionDims.length, 2);
  const groups = tf.split(probabilities, actionDims, 1).map((group, g) => {
    return sampleOfGroup(group as Tensor2D, tf.squeeze(noise[g], [2]));
  });
  return tf.concat(groups, 2);
}
