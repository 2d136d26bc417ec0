import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

export type Parameters = Record<string, Tensor>;

/** @param x [..., inputs] @returns [..., outputs] */
export function dense(p: Parameters, name: string, x: Tensor): Tensor {
  const weight = p[`${name}/weight`] as Tensor2D;
  const [inputs, outputs] = weight.shape;
  const rows = tf.matMul(tf.reshape(x, [-1, inputs]) as Tensor2D, weight);
  const bias = p[`${name}/bias`] as Tensor1D | undefined;
  return tf.reshape(bias ? tf.add(rows, bias) : rows, [...x.shape.slice(0, -1), outputs]);
}

/** One-hot float rows of integer-valued floats: [...] -> [..., depth]. */
export function oneHotFloat(indices: Tensor, depth: number): Tensor {
  return tf.oneHot(tf.cast(indices, 'int32'), depth, 1, 0, 'float32');
}
