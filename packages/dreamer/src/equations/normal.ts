import { assertShape } from '@open-ada/onnx-jit';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Independent normal distributions of K actions in N states. */
export interface Normal {
  /** μ [N, K] */
  mean: Tensor2D;
  /** σ [N, K] */
  std: Tensor2D;
}

/** Bounds of the standard deviation. */
export interface StdBounds {
  minStd: number;
  maxStd: number;
}

/** The standard deviation of a fresh network is then near its upper bound. */
const SHIFT = 2;

/**
 * The distribution of continuous actions (`bounded_normal` in DreamerV3's code of the Nature version): a normal whose
 * mean is within (−1, 1). Samples may lie beyond; who takes them cuts them there.
 *
 *     μ = tanh(m),  σ = minStd + (maxStd − minStd) sigmoid(s + 2)
 *
 * @param outputs m and s of the network, under the names of what they become
 */
export function boundedNormal({ mean, std }: Normal, { minStd, maxStd }: StdBounds): Normal {
  assertShape({ mean, std }, 'N K');
  const share = tf.sigmoid(tf.add(std, SHIFT));
  return { mean: tf.tanh(mean), std: tf.add(tf.mul(share, maxStd - minStd), minStd) };
}

/** ln p(a), summed over the K actions. @param actions a [N, K] @returns [N] */
export function normalLogProb({ mean, std }: Normal, actions: Tensor2D): Tensor1D {
  const { K } = assertShape({ mean, std, actions }, 'N K');
  const squares = tf.square(tf.div(tf.sub(actions, mean), std));
  const each = tf.add(tf.mul(squares, 0.5), tf.log(std));
  return tf.sub(tf.neg(tf.sum(each, 1)), (K / 2) * Math.log(2 * Math.PI)) as Tensor1D;
}

/** H = Σ ln σ + ½ ln(2 π e) over the K actions. @returns [N] */
export function normalEntropy({ mean, std }: Normal): Tensor1D {
  const { K } = assertShape({ mean, std }, 'N K');
  return tf.add(tf.sum(tf.log(std), 1), (K / 2) * Math.log(2 * Math.PI * Math.E)) as Tensor1D;
}

/** 1 − u is not let below this, since single precision may round u up to 1. */
const LEAST = 2 ** -25;

/**
 * Samples μ + σ ε, where ε is standard normal by Box and Muller's transform (1958): √(−2 ln(1 − u)) cos(2 π v).
 * @param uniform u of all actions, then v of all actions, in [0, 1) [N, 2 K] @returns [N, K]
 */
export function sampleNormal({ mean, std }: Normal, uniform: Tensor2D): Tensor2D {
  const { N, K } = assertShape({ mean, std }, 'N K');
  assertShape({ uniform }, 'N E', { N, E: 2 * K });
  const [u, v] = tf.split(uniform, 2, 1);
  const radius = tf.sqrt(tf.mul(tf.log(tf.maximum(tf.sub(1, u), LEAST)), -2));
  const noise = tf.mul(radius, tf.cos(tf.mul(v, 2 * Math.PI)));
  return tf.add(mean, tf.mul(std, noise)) as Tensor2D;
}
