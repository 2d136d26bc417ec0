import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './shapes.js';

/**
 * Samples S classes per row by inverse transform of given noise. No gradient.
 * @param probabilities [N, C]; each row sums to 1
 * @param uniform noise in [0, 1) [N, S]
 * @returns one-hots [N, S, C]
 */
export function sampleOneHots(probabilities: tf.Tensor2D, uniform: tf.Tensor2D): tf.Tensor3D {
  const { N, C } = assertShape({ probabilities }, 'N C');
  const { S } = assertShape({ uniform }, 'N S', { N });
  // Exclusive cumulative sums: class c starts at the sum of the classes before it. The first starts at 0, so one class
  // is always reached.
  const before = tf.matMul(probabilities, strictlyUpper(C));
  const reached = tf.cast(tf.greaterEqual(tf.expandDims(uniform, 2), tf.expandDims(before, 1)), 'float32');
  const next = tf.concat([tf.slice(reached, [0, 0, 1], [-1, -1, C - 1]), tf.zeros([N, S, 1])], 2);
  return tf.sub(reached, next) as tf.Tensor3D;
}

function strictlyUpper(count: number): tf.Tensor2D {
  const rows = Array.from({ length: count }, (_, i) => Array.from({ length: count }, (_, j) => (i < j ? 1 : 0)));
  return tf.tensor2d(rows, [count, count], 'float32');
}
