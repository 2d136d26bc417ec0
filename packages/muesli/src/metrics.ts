import type { TensorTree } from '@open-ada/onnx-jit';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Scalars by name as the learner's one output vector `values`, in the order of the names. */
export function metricsVector(names: string[], scalars: Record<string, Tensor>): TensorTree {
  return { values: tf.stack(names.map((name) => tf.reshape(scalars[name], []))) };
}
