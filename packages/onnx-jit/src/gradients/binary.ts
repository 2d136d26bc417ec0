import * as tf from '@tensorflow/tfjs-core';
import { type GradientRule, indicator, unbroadcast, zeros } from './rule.js';

type Derivative = (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor, y: tf.Tensor) => tf.Tensor;

/** The two derivatives of an operation on broadcast operands a and b, before the sum over broadcast axes. */
const binary = (ofA: Derivative, ofB: Derivative, output = false): GradientRule => ({
  inputs: ['a', 'b'],
  output,
  gradient: (dy, [a, b, y]) => {
    const side = (derivative: Derivative, x: tf.Tensor) => () => unbroadcast(derivative(dy, a, b, y), x.shape);
    return { a: side(ofA, a), b: side(ofB, b) };
  },
});

const flat: GradientRule = {
  inputs: ['a', 'b'],
  gradient: (_, [a, b]) => ({ a: () => zeros(a), b: () => zeros(b) }),
};

const number = (x: tf.Tensor): tf.Tensor => tf.cast(x, 'float32');

/** y log(a), and 0 where a is not positive, as in TensorFlow. */
const powerOfB: Derivative = (dy, a, _, y) => {
  const positive = tf.greater(a, 0);
  const log = tf.where(positive, tf.log(tf.where(positive, a, tf.onesLike(a))), tf.zerosLike(a));
  return tf.mul(dy, tf.mul(y, log));
};

export const binaryRules: Record<string, GradientRule> = {
  Add: binary(
    (dy) => dy,
    (dy) => dy,
  ),
  Sub: binary(
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  Multiply: binary(
    (dy, _, b) => tf.mul(dy, number(b)),
    (dy, a) => tf.mul(dy, number(a)),
  ),
  RealDiv: binary(
    (dy, _, b) => tf.div(dy, number(b)),
    (dy, _, b, y) => tf.neg(tf.mul(dy, tf.div(y, number(b)))),
    true,
  ),
  Maximum: binary(
    (dy, a, b) => tf.mul(dy, indicator(tf.greaterEqual(a, b))),
    (dy, a, b) => tf.mul(dy, indicator(tf.less(a, b))),
  ),
  Minimum: binary(
    (dy, a, b) => tf.mul(dy, indicator(tf.lessEqual(a, b))),
    (dy, a, b) => tf.mul(dy, indicator(tf.greater(a, b))),
  ),
  Mod: binary(
    (dy) => dy,
    (dy, a, b) => tf.neg(tf.mul(dy, tf.floor(tf.div(a, b)))),
  ),
  Pow: binary((dy, a, b) => tf.mul(dy, tf.mul(number(b), tf.pow(a, tf.sub(b, 1)))), powerOfB, true),
  SquaredDifference: binary(
    (dy, a, b) => tf.mul(dy, tf.mul(tf.sub(a, b), 2)),
    (dy, a, b) => tf.mul(dy, tf.mul(tf.sub(b, a), 2)),
  ),
  FloorDiv: flat,
  Equal: flat,
  NotEqual: flat,
  Greater: flat,
  GreaterEqual: flat,
  Less: flat,
  LessEqual: flat,
  LogicalAnd: flat,
  LogicalOr: flat,
};
