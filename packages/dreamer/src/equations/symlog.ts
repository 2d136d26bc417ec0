import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * symlog(x) = sign(x) ln(|x| + 1) (Hafner et al. 2025, equation 9): like the identity near zero, like a logarithm far
 * from it. Any shape.
 */
export function symlog<T extends Tensor>(x: T): T {
  return tf.mul(tf.sign(x), tf.log1p(tf.abs(x)));
}

/** The inverse of symlog: sign(x) (exp(|x|) − 1). Any shape. */
export function symexp<T extends Tensor>(x: T): T {
  return tf.mul(tf.sign(x), tf.expm1(tf.abs(x)));
}
