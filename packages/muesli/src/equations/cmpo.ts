import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './shapes.js';

/** Inputs of a sampled CMPO target. */
export interface CmpoInputs {
  /** One-hots of S joint actions sampled from the prior [M, S, A]. */
  actions: Tensor3D;
  /** The normalised advantages Â(s, aₖ) of these actions [M, S]. */
  advantages: Tensor2D;
  /** c: advantages are clipped to ±c. */
  clip: number;
  zInit: number;
}

/**
 * Sampled CMPO policy targets (Muesli, section 4.1 and equations 11-12). The target policy is
 *
 *     π_CMPO(a) ∝ π_prior(a) exp(clip(Â(a), −c, c))
 *
 * It is estimated from S actions aₖ ~ π_prior with the weights wₖ = exp(clip(Âₖ, −c, c)). Each has the leave-one-out
 * normaliser
 *
 *     zₖ = (z_init + Σ_{j≠k} wⱼ) / S
 *
 * The cross-entropy from these samples to a factored policy needs only the weighted sum of their one-hots. The function
 * returns that sum: target = (1/S) Σₖ (wₖ / zₖ) onehot(aₖ). The loss of a policy π is −Σ_A target log π.
 *
 * @returns [M, A]
 */
export function cmpoTargets({ actions, advantages, clip, zInit }: CmpoInputs): Tensor2D {
  assertShape({ advantages }, 'M S', assertShape({ actions }, 'M S A'));
  const [rows, samples, numLogits] = actions.shape;
  const weights = tf.exp(tf.clipByValue(advantages, -clip, clip));
  const others = tf.sub(tf.add(tf.sum(weights, 1, true), zInit), weights);
  // (1 / S) Σ wₖ / zₖ onehotₖ; the two S cancel.
  const scaled = tf.div(weights, others);
  return tf.reshape(tf.matMul(tf.reshape(scaled, [rows, 1, samples]), actions), [rows, numLogits]);
}
