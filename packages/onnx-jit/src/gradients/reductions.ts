import * as tf from '@tensorflow/tfjs-core';
import { type GradientRule, indicator, zeros } from './rule.js';

/** The shape of a reduction's result with the reduced axes kept at size 1. */
function keptShape(x: tf.Tensor, axis: unknown): number[] {
  const axes = tf.util.parseAxisParam((axis ?? null) as number | number[], x.shape);
  return x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
}

const spread = (dy: tf.Tensor, x: tf.Tensor, axis: unknown): tf.Tensor => tf.reshape(dy, keptShape(x, axis));

/** Every element that attains the extremum gets the whole gradient, as in tfjs. */
const extremum = (axisName: string): GradientRule => ({
  inputs: ['x'],
  output: true,
  gradient: (dy, [x, y], attrs) => ({
    x: () => {
      const axis = attrs[axisName];
      return tf.mul(spread(dy, x, axis), indicator(tf.equal(x, spread(y, x, axis))));
    },
  }),
});

const flat: GradientRule = { inputs: ['x'], gradient: (_, [x]) => ({ x: () => zeros(x) }) };

/**
 * The derivative is the product of the other elements. Products of forward and backward cumulative products would need
 * a kernel, and a division fails at zeros.
 */
const product: GradientRule = {
  inputs: ['x'],
  output: true,
  gradient: (dy, [x, y], { axis }) => ({
    x: () => tf.div(tf.mul(spread(dy, x, axis), spread(y, x, axis)), x),
  }),
};

const normalisedAxis = (attrs: Record<string, unknown>): number => (attrs.dim ?? attrs.axis ?? -1) as number;

export const reductionRules: Record<string, GradientRule> = {
  Sum: {
    inputs: ['x'],
    gradient: (dy, [x], { axis }) => ({ x: () => tf.broadcastTo(spread(dy, x, axis), x.shape) }),
  },
  Mean: {
    inputs: ['x'],
    gradient: (dy, [x], { axis }) => ({
      x: () => tf.broadcastTo(tf.mul(spread(dy, x, axis), dy.size / x.size), x.shape),
    }),
  },
  Max: extremum('reductionIndices'),
  Min: extremum('axis'),
  Prod: product,
  ArgMax: flat,
  ArgMin: flat,
  All: flat,
  Any: flat,
  Cumsum: {
    gradient: (dy, _, { axis, exclusive, reverse }) => ({
      x: () => tf.cumsum(dy, axis as number, exclusive as boolean, !reverse),
    }),
  },
  Softmax: {
    output: true,
    gradient: (dy, [y], attrs) => ({
      logits: () => {
        const weighted = tf.mul(dy, y);
        return tf.sub(weighted, tf.mul(tf.sum(weighted, normalisedAxis(attrs), true), y));
      },
    }),
  },
  LogSoftmax: {
    output: true,
    gradient: (dy, [y], attrs) => ({
      logits: () => tf.sub(dy, tf.mul(tf.sum(dy, normalisedAxis(attrs), true), tf.exp(y))),
    }),
  },
};
