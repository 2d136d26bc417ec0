import * as tf from '@tensorflow/tfjs-core';

const fusedForward = (x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor, epsilon: number): tf.Tensor[] =>
  tf.engine().runKernel('LayerNormalization', { x, gain, bias }, { epsilon }) as tf.Tensor[];

/** y, mean and 1 / std, from elementary operations. */
function forward(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor, epsilon: number): tf.Tensor[] {
  const mean = tf.mean(x, -1, true);
  const centred = tf.sub(x, mean);
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
  return [tf.add(tf.mul(tf.mul(centred, inverse), gain), bias), mean, inverse];
}

/**
 * Layer normalisation over the last axis (Ba, Kiros, Hinton, 2016): `(x - mean) / sqrt(variance + epsilon) gain +
 * bias`.
 *
 * @param x [..., n] with at least two axes
 * @param gain [n]
 * @param bias [n]
 */
export function layerNorm<T extends tf.Tensor>(x: T, gain: tf.Tensor1D, bias: tf.Tensor1D, epsilon = 1e-5): T {
  const fused = tf.getKernel('LayerNormalization', tf.getBackend()) != null;
  const op = tf.customGrad((...args) => {
    const [input, scale, shift] = args as tf.Tensor[];
    const save = args.at(-1) as tf.GradSaveFunc;
    const [y, mean, inverse] = (fused ? fusedForward : forward)(input, scale, shift, epsilon);
    save([input, scale, mean, inverse]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [x0, g, m, r] = saved;
      const n = g.size;
      const leading = dy.shape.slice(0, -1).map((_, axis) => axis);
      const normalised = tf.mul(tf.sub(x0, m), r);
      const product = tf.mul(dy, normalised);
      // Means over the last axis weighted by the gain, as matrix-vector products.
      const weights = tf.reshape(tf.div(g, n), [n, 1]);
      const rows = (t: tf.Tensor): tf.Tensor => tf.reshape(tf.matMul(tf.reshape(t, [-1, n]), weights), m.shape);
      const inner = tf.sub(tf.mul(dy, g), tf.add(rows(dy), tf.mul(normalised, rows(product))));
      return [tf.mul(inner, r), tf.sum(product, leading), tf.sum(dy, leading)];
    };
    return { value: y, gradFunc: gradFunc as (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[] };
  });
  return op(x, gain, bias) as T;
}
