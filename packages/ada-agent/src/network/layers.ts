import { layerNorm, silu } from '@open-ada/onnx-jit';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Parameter tensors by name. */
export type Parameters = Record<string, Tensor>;

/** @param x [..., inputs] @returns [..., outputs] */
export function dense(p: Parameters, name: string, x: Tensor): Tensor {
  const weight = p[`${name}/weight`] as Tensor2D;
  const [inputs, outputs] = weight.shape;
  const rows = tf.matMul(tf.reshape(x, [-1, inputs]) as Tensor2D, weight);
  const bias = p[`${name}/bias`] as Tensor1D | undefined;
  return tf.reshape(bias ? tf.add(rows, bias) : rows, [...x.shape.slice(0, -1), outputs]);
}

/** Layer normalisation over the last axis, with the parameters `name/gain` and `name/bias`. */
export function norm(p: Parameters, name: string, x: Tensor): Tensor {
  return layerNorm(x, p[`${name}/gain`] as Tensor1D, p[`${name}/bias`] as Tensor1D);
}

/** Second half of a block: pre-LayerNorm, gated feed-forward layer (SwiGLU, Shazeer 2020), residual. */
export function gatedFeedForward<T extends Tensor>(p: Parameters, at: string, residual: T): T {
  const normed = norm(p, `${at}/feedForward/norm`, residual);
  const gated = tf.mul(silu(dense(p, `${at}/gate`, normed)), dense(p, `${at}/linear`, normed));
  return tf.add(residual, dense(p, `${at}/down`, gated));
}

/** One-hot float rows of integer-valued floats: [...] -> [..., depth]. */
export function oneHotFloat(indices: Tensor, depth: number): Tensor {
  return tf.oneHot(tf.cast(indices, 'int32'), depth, 1, 0, 'float32');
}
