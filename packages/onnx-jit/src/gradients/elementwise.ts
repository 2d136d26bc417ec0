import * as tf from '@tensorflow/tfjs-core';
import { type GradientRule, indicator, zeros } from './rule.js';

/** dy times a derivative that is computed from the input. */
const ofInput = (derivative: (x: tf.Tensor, attrs: Record<string, unknown>) => tf.Tensor): GradientRule => ({
  inputs: ['x'],
  gradient: (dy, [x], attrs) => ({ x: () => tf.mul(dy, derivative(tf.cast(x, 'float32'), attrs)) }),
});

/** dy times a derivative that is computed from the output. */
const ofOutput = (derivative: (y: tf.Tensor) => tf.Tensor): GradientRule => ({
  output: true,
  gradient: (dy, [y]) => ({ x: () => tf.mul(dy, derivative(y)) }),
});

const flat: GradientRule = { inputs: ['x'], gradient: (_, [x]) => ({ x: () => zeros(x) }) };
const through: GradientRule = { gradient: (dy) => ({ x: () => tf.cast(dy, 'float32') }) };

/** 1 where a rectifier's output is not zero; the output is never negative. */
function positive(y: tf.Tensor): tf.Tensor {
  const traced = tf.getKernel('PositiveMask', tf.getBackend()) != null;
  return traced ? (tf.engine().runKernel('PositiveMask', { x: y }) as tf.Tensor) : tf.sign(y);
}

export const elementwiseRules: Record<string, GradientRule> = {
  AddN: {
    allInputs: true,
    gradient: (dy, terms) => Object.fromEntries(terms.map((_, i) => [String(i), () => dy])),
  },
  Abs: ofInput((x) => tf.sign(x)),
  Ceil: flat,
  Floor: flat,
  Round: flat,
  Sign: flat,
  Step: flat,
  IsNan: flat,
  IsInf: flat,
  IsFinite: flat,
  LogicalNot: flat,
  ZerosLike: flat,
  OnesLike: flat,
  Identity: through,
  Cast: through,
  Neg: { gradient: (dy) => ({ x: () => tf.neg(dy) }) },
  ClipByValue: ofInput((x, { clipValueMin, clipValueMax }) =>
    indicator(tf.logicalAnd(tf.greaterEqual(x, clipValueMin as number), tf.lessEqual(x, clipValueMax as number))),
  ),
  Cos: ofInput((x) => tf.neg(tf.sin(x))),
  Sin: ofInput((x) => tf.cos(x)),
  Tan: ofInput((x) => tf.reciprocal(tf.square(tf.cos(x)))),
  Elu: ofOutput((y) => tf.minimum(tf.add(y, 1), 1)),
  Erf: ofInput((x) => tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI))),
  Exp: ofOutput((y) => y),
  Expm1: ofOutput((y) => tf.add(y, 1)),
  Log: { inputs: ['x'], gradient: (dy, [x]) => ({ x: () => tf.div(dy, tf.cast(x, 'float32')) }) },
  Log1p: { inputs: ['x'], gradient: (dy, [x]) => ({ x: () => tf.div(dy, tf.add(x, 1)) }) },
  Reciprocal: ofOutput((y) => tf.neg(tf.square(y))),
  Relu: ofOutput(positive),
  Relu6: ofInput((x) => indicator(tf.logicalAnd(tf.greater(x, 0), tf.less(x, 6)))),
  LeakyRelu: ofInput((x, { alpha }) => tf.where(tf.greater(x, 0), 1, alpha as number)),
  Rsqrt: ofOutput((y) => tf.mul(tf.mul(tf.square(y), y), -0.5)),
  Sigmoid: ofOutput((y) => tf.mul(y, tf.sub(1, y))),
  Softplus: ofInput((x) => tf.sigmoid(x)),
  Sqrt: { output: true, gradient: (dy, [y]) => ({ x: () => tf.div(tf.mul(dy, 0.5), y) }) },
  Square: ofInput((x) => tf.mul(x, 2)),
  Tanh: ofOutput((y) => tf.sub(1, tf.square(y))),
  Select: {
    inputs: ['condition'],
    gradient: (dy, [condition]) => ({
      condition: () => zeros(condition),
      t: () => tf.mul(dy, indicator(condition)),
      e: () => tf.mul(dy, indicator(tf.logicalNot(condition))),
    }),
  },
};
