import * as tf from '@tensorflow/tfjs-core';

/** Gaussian error linear unit, `x P(Z <= x)` (Hendrycks and Gimpel, 2016), exact. Any shape. */
export function gelu<T extends tf.Tensor>(x: T): T {
  const op = tf.customGrad((...args) => {
    const input = args[0] as tf.Tensor;
    const save = args[1] as tf.GradSaveFunc;
    const cumulative = tf.mul(tf.add(tf.erf(tf.mul(input, Math.SQRT1_2)), 1), 0.5);
    save([input, cumulative]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const [x0, p] = saved;
      const density = tf.mul(tf.exp(tf.mul(tf.square(x0), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return tf.mul(dy, tf.add(p, tf.mul(x0, density)));
    };
    return { value: tf.mul(input, cumulative), gradFunc: gradFunc as never };
  });
  return op(x) as T;
}
