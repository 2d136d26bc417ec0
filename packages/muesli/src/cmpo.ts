import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Sampled CMPO policy targets (Muesli, section 4.1 and equations 11-12):
 * pi_CMPO(a) ~ pi_prior(a) exp(clip(adv(a), -c, c)), from S actions drawn from the prior, each with the leave-one-out
 * normaliser z_k = (z_init + sum_{j != k} w_j) / S.
 *
 * The cross-entropy from these samples to a factored policy needs only the weighted sum of their one-hots, which is what is
 * returned: loss(pi) = - sum_A target_A log pi_A.
 *
 * @param actions one-hots of the samples [N, S, A]
 * @param advantages normalised [N, S]
 * @returns [N, A]
 */
export function cmpoTargets(actions: Tensor, advantages: Tensor2D, clip: number, zInit: number): Tensor2D {
  const [rows, samples, numLogits] = actions.shape;
  const weights = tf.exp(tf.clipByValue(advantages, -clip, clip));
  const others = tf.sub(tf.add(tf.sum(weights, 1, true), zInit), weights);
  // (1 / S) sum_k w_k / z_k one_hot_k; the two S cancel.
  const scaled = tf.div(weights, others);
  return tf.reshape(tf.matMul(tf.reshape(scaled, [rows, 1, samples]), actions), [rows, numLogits]) as Tensor2D;
}
