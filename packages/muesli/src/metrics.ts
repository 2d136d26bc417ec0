import type { TensorTree } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { maskedMean } from './equations/masked.js';

/** Joins scalars into the learner's output vector `values`, in the order of the names. */
export function metricsVector(names: string[], scalars: Record<string, Tensor>): TensorTree {
  return { values: tf.stack(names.map((name) => tf.reshape(scalars[name], []))) };
}

/** Mean of π(aₜ) / π_b(aₜ) over real steps, from log-probabilities. All tensors are [N]. */
export function importanceRatio(logProb: Tensor1D, behaviourLogProb: Tensor1D, mask: Tensor1D): Scalar {
  return maskedMean(tf.exp(tf.sub(logProb, behaviourLogProb)), mask);
}
