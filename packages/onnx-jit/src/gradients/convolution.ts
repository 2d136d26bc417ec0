import * as tf from '@tensorflow/tfjs-core';
import type { GradientRule } from './rule.js';

const run = (kernel: string, inputs: Record<string, tf.Tensor>, attrs: Record<string, unknown>): tf.Tensor =>
  tf.engine().runKernel(kernel, inputs, attrs as never) as tf.Tensor;

/** The attributes of a convolution that its two backward kernels use. */
function backward({ strides, pad, dataFormat, dimRoundingMode, dilations }: Record<string, unknown>) {
  if (dilations !== undefined && !tf.backend_util.tupleValuesAreOne(dilations as number)) {
    throw new Error(`A convolution with dilations ${dilations} has no gradient in tfjs; use dilations of 1.`);
  }
  return { strides, pad, dataFormat, dimRoundingMode };
}

const convolution: GradientRule = {
  inputs: ['x', 'filter'],
  gradient: (dy, [x, filter], attrs) => ({
    x: () => run('Conv2DBackpropInput', { dy, filter }, { ...backward(attrs), inputShape: x.shape }),
    filter: () => run('Conv2DBackpropFilter', { x, dy }, { ...backward(attrs), filterShape: filter.shape }),
  }),
};

/** Gradient of the transposed convolution. */
const transposed: GradientRule = {
  inputs: ['dy', 'filter'],
  gradient: (ddx, [dy, filter], attrs) => ({
    dy: () => run('Conv2D', { x: ddx, filter }, { ...backward(attrs), dilations: 1 }),
    filter: () => run('Conv2DBackpropFilter', { x: ddx, dy }, { ...backward(attrs), filterShape: filter.shape }),
  }),
};

export const convolutionRules: Record<string, GradientRule> = {
  Conv2D: convolution,
  Conv2DBackpropInput: transposed,
};
