import * as tf from '@tensorflow/tfjs-core';
import type { Data, SpecTree, TensorTree } from './types.js';

export interface OptimiserUpdate {
  parameters: tf.Tensor1D;
  state: { firstMoment: tf.Tensor1D; secondMoment: tf.Tensor1D; step: tf.Scalar };
  /** Norm of the gradient before clipping. */
  gradNorm: tf.Scalar;
  learningRate: tf.Scalar;
}

/** An optimiser over one flat vector of parameters. */
export interface Optimiser {
  /** The optimiser's state for `size` parameters: two vectors and a step counter. */
  specs(size: number): SpecTree;
  initialState(size: number): Record<'firstMoment' | 'secondMoment' | 'step', Data>;
  /** Computes one step. The function is pure; parameters, gradient and moments are flat vectors. */
  update(parameters: tf.Tensor1D, gradient: tf.Tensor1D, state: TensorTree): OptimiserUpdate;
}

/** The state's entries for two moments of `size` parameters and a step counter, all zero at first. */
export const momentState: Pick<Optimiser, 'specs' | 'initialState'> = {
  specs: (size) => ({
    firstMoment: { shape: [size], dtype: 'float32' },
    secondMoment: { shape: [size], dtype: 'float32' },
    step: { shape: [], dtype: 'float32' },
  }),
  initialState: (size) => ({
    firstMoment: new Float32Array(size),
    secondMoment: new Float32Array(size),
    step: new Float32Array(1),
  }),
};

/**
 * Rounds to multiples of 2^-123 near zero. Otherwise the moments of a parameter whose gradient stays zero would shrink
 * to the smallest subnormal numbers and stay there. Multiplying subnormal numbers is some hundred times slower.
 */
const withoutSubnormals = (x: tf.Tensor): tf.Tensor => tf.sub(tf.add(x, 1e-30), 1e-30);

/** A moment: `beta average + (1 - beta) value`, without subnormal numbers. */
export function blend(average: tf.Tensor1D, value: tf.Tensor, beta: number): tf.Tensor1D {
  return withoutSubnormals(tf.add(tf.mul(average, beta), tf.mul(value, 1 - beta))) as tf.Tensor1D;
}
