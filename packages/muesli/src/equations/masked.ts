import { logSoftmax } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './shapes.js';

/** Mean of x over the entries with mask 1; zero if there are none. Both are [N]. */
export function maskedMean(x: Tensor, mask: Tensor): Scalar {
  assertShape({ mask }, 'N', assertShape({ x }, 'N'));
  return tf.div(tf.sum(tf.mul(x, mask)), tf.maximum(tf.sum(mask), 1));
}

/** Cross-entropy of target probabilities [N, K] and logits [N, K] -> [N]. */
export function crossEntropy(targets: Tensor2D, logits: Tensor2D): Tensor1D {
  assertShape({ targets, logits }, 'N K');
  return tf.neg(tf.sum(tf.mul(targets, logSoftmax(logits)), 1));
}

/** Sum of scalars. */
export function total(terms: Tensor[]): Scalar {
  return terms.reduce((sum, term) => tf.add(sum, term)) as Scalar;
}

/** Σ weight · term, in the order of the weights. */
export function weightedSum<Name extends string>(terms: Record<Name, Scalar>, weights: Record<Name, number>): Scalar {
  return total(Object.entries<number>(weights).map(([name, weight]) => tf.mul(terms[name as Name], weight)));
}
