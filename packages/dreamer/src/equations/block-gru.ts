import { assertShape } from '@open-ada/onnx-jit';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A block-diagonal product: block g of the input goes through its own matrix.
 * @param x [N, g i], block after block @param kernel [g, i, o] @returns [N, g o]
 */
export function blockProduct(x: Tensor2D, kernel: Tensor3D): Tensor2D {
  const [blocks, inputs, outputs] = kernel.shape;
  const { N } = assertShape({ x }, 'N I', { I: blocks * inputs });
  const byBlock = tf.transpose(tf.reshape(x, [N, blocks, inputs]), [1, 0, 2]);
  return tf.reshape(tf.transpose(tf.matMul(byBlock, kernel), [1, 0, 2]), [N, blocks * outputs]);
}

/**
 * One step of a gated recurrent unit, as in DreamerV3: the reset gate scales the candidate's pre-activation, and the
 * update gate is shifted by −1, so that a fresh network keeps most of its state.
 *
 *     h' = u tanh(σ(reset) c) + (1 − u) h,  u = σ(update − 1)
 *
 * @param gates reset, candidate and update, side by side within each block [N, g 3 d]
 * @param hidden h [N, g d]
 * @param blocks g
 * @returns h' [N, g d]
 */
export function blockGru(gates: Tensor2D, hidden: Tensor2D, blocks: number): Tensor2D {
  const { N, D } = assertShape({ hidden }, 'N D');
  assertShape({ gates }, 'N E', { N, E: 3 * D });
  const parts = tf.split(tf.reshape(gates, [N, blocks, (3 * D) / blocks]), 3, 2);
  const [reset, candidate, update] = parts.map((part) => tf.reshape(part, [N, D]) as Tensor2D);
  const next: Tensor2D = tf.tanh(tf.mul(tf.sigmoid(reset), candidate));
  const rate = tf.sigmoid(tf.sub(update, 1));
  return tf.add(hidden, tf.mul(rate, tf.sub(next, hidden)));
}
