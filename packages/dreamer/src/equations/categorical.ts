import { assertShape, sampleOneHots } from '@open-ada/onnx-jit';
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Probabilities of a softmax mixed with a uniform distribution (Hafner et al. 2025, "1 % unimix"):
 *
 *     p = (1 − ε) softmax(logits) + ε / C
 *
 * No class ever gets less than ε / C, so KL divergences stay bounded.
 *
 * @param logits [N, C] @param mix ε @returns [N, C]
 */
export function unimix(logits: Tensor2D, mix: number): Tensor2D {
  const { C } = assertShape({ logits }, 'N C');
  return tf.add(tf.mul(tf.softmax(logits), 1 - mix), mix / C);
}

/** Samples one class per row. @param probabilities [N, C] @param uniform noise in [0, 1) [N] @returns one-hots [N, C] */
export function sampleOneHot(probabilities: Tensor2D, uniform: Tensor1D): Tensor2D {
  return tf.squeeze(sampleOneHots(probabilities, tf.expandDims(uniform, 1) as Tensor2D), [1]);
}

/**
 * Straight-through gradients (Bengio et al. 2013): the value of `sample`, the gradient of `probabilities`.
 * Both have the same shape.
 */
export function straightThrough<T extends Tensor>(sample: T, probabilities: T): T {
  const op = tf.customGrad((...args) => {
    const [value] = args as Tensor[];
    (args.at(-1) as GradSaveFunc)([]);
    // Nothing for the sample, everything for the probabilities.
    const gradFunc = (dy: Tensor): Tensor[] => [tf.zerosLike(dy), tf.clone(dy)];
    return { value: tf.clone(value), gradFunc: gradFunc as never };
  });
  return op(sample, probabilities) as T;
}

/** KL(p ‖ q) = Σ p (ln p − ln q) of each row. @param p [N, C] @param q [N, C] @returns [N] */
export function categoricalKl(p: Tensor2D, q: Tensor2D): Tensor1D {
  assertShape({ p, q }, 'N C');
  return tf.sum(tf.mul(p, tf.sub(tf.log(p), tf.log(q))), 1);
}

/** −Σ p ln p of each row. @param p [N, C] @returns [N] */
export function categoricalEntropy(p: Tensor2D): Tensor1D {
  assertShape({ p }, 'N C');
  return tf.neg(tf.sum(tf.mul(p, tf.log(p)), 1));
}
