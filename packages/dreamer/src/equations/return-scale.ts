import { assertShape, emaUpdate } from '@open-ada/onnx-jit';
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A percentile, interpolated linearly between its two neighbours in order.
 * @param x [N] @param percent 0..100
 */
export function percentile(x: Tensor1D, percent: number): Scalar {
  const { N } = assertShape({ x }, 'N');
  // The neighbours are looked for from the nearer end.
  if (percent < 50) return tf.neg(percentile(tf.neg(x), 100 - percent));
  const rank = (N - 1) * (1 - percent / 100);
  const first = Math.floor(rank);
  const { values } = tf.topk(x, Math.min(N, first + 2));
  const at = (i: number): Scalar => tf.reshape(tf.slice(values as Tensor1D, [Math.min(i, N - 1)], [1]), []);
  return tf.add(tf.mul(at(first), 1 - (rank - first)), tf.mul(at(first + 1), rank - first));
}

export interface ReturnScaleInputs {
  /** Returns of this update [N]. */
  returns: Tensor1D;
  /** Running averages of the percentiles, zero at first. */
  low: Scalar;
  high: Scalar;
  /** Percentiles, for example [5, 95]. */
  percentiles: [number, number];
  /** Rate of the averages. */
  rate: number;
  /** Smallest scale. */
  least: number;
}

/**
 * The range of the returns (Hafner et al. 2025, equation 6), by which advantages are divided:
 *
 *     S = max(least, EMA(Per(R, 95)) − EMA(Per(R, 5)))
 *
 * Small returns are not scaled up, so that a task without rewards is explored at random. The averages start from zero
 * and are not corrected for it.
 *
 * @returns the new averages, and S
 */
export function returnScale(inputs: ReturnScaleInputs): { low: Scalar; high: Scalar; scale: Scalar } {
  const [lowest, highest] = inputs.percentiles;
  const low = emaUpdate(inputs.low, percentile(inputs.returns, lowest), inputs.rate);
  const high = emaUpdate(inputs.high, percentile(inputs.returns, highest), inputs.rate);
  return { low, high, scale: tf.maximum(tf.sub(high, low), inputs.least) };
}
