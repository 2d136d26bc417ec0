import * as tf from '@tensorflow/tfjs-core';

/**
 * Root-mean-square normalisation over the last axis (Zhang and Sennrich 2019): `x gain / sqrt(mean(x^2) + epsilon)`.
 *
 * @param x [..., n]
 * @param gain [n]
 */
export function rmsNorm<T extends tf.Tensor>(x: T, gain: tf.Tensor1D, epsilon = 1e-4): T {
  const op = tf.customGrad((...args) => {
    const [input, scale] = args as tf.Tensor[];
    const save = args.at(-1) as tf.GradSaveFunc;
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(input), -1, true), epsilon));
    const normalised = tf.mul(input, inverse);
    save([scale, inverse, normalised]);
    const gradFunc = (dy: tf.Tensor, [g, r, n]: tf.Tensor[]): tf.Tensor[] => {
      const leading = dy.shape.slice(0, -1).map((_, axis) => axis);
      const inner = tf.mul(dy, g);
      const along = tf.mean(tf.mul(inner, n), -1, true);
      return [tf.mul(tf.sub(inner, tf.mul(n, along)), r), tf.sum(tf.mul(dy, n), leading)];
    };
    return {
      value: tf.mul(normalised, scale),
      gradFunc: gradFunc as (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[],
    };
  });
  return op(x, gain) as T;
}
