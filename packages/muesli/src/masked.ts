import { logSoftmax } from '@open-ada/onnx-jit';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Mean of x over the entries where the mask is 1; zero when there are none. Shapes must agree. */
export function maskedMean(x: Tensor, mask: Tensor): Scalar {
  return tf.div(tf.sum(tf.mul(x, mask)), tf.maximum(tf.sum(mask), 1)) as Scalar;
}

/** Cross-entropy of target probabilities [N, K] and logits [N, K] -> [N]. */
export function crossEntropy(targets: Tensor, logits: Tensor): Tensor {
  return tf.neg(tf.sum(tf.mul(targets, logSoftmax(logits)), 1));
}

/** Sum of scalars. */
export function total(terms: Tensor[]): Scalar {
  return terms.reduce((sum, term) => tf.add(sum, term)) as Scalar;
}
