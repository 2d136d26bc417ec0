import * as tf from '@tensorflow/tfjs-core';
import { type GradientRule, unbroadcast } from './rule.js';

/** The tensor as a matrix: the rows of all its matrices. */
const rows = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [-1, x.shape[x.rank - 1]]);

/**
 * The gradient of b where one matrix multiplies a whole batch: one product over all rows instead of a sum of many
 * products.
 */
function ofSharedFactor(a: tf.Tensor, dy: tf.Tensor, b: tf.Tensor, transposeB: boolean): tf.Tensor {
  const product = transposeB ? tf.matMul(rows(dy), rows(a), true, false) : tf.matMul(rows(a), rows(dy), true, false);
  return tf.reshape(product, b.shape);
}

const matMul: GradientRule = {
  inputs: ['a', 'b'],
  gradient: (dy, [a, b], attrs) => {
    const [ta, tb] = [Boolean(attrs.transposeA), Boolean(attrs.transposeB)];
    // c = op(a) op(b): op(a)' = dy op(b)^T and op(b)' = op(a)^T dy. Each is transposed back where its factor was
    // transposed.
    const ofA = (): tf.Tensor => (ta ? tf.matMul(b, dy, tb, true) : tf.matMul(dy, b, false, !tb));
    const ofB = (): tf.Tensor => (tb ? tf.matMul(dy, a, true, ta) : tf.matMul(a, dy, !ta, false));
    const shared = !ta && a.rank > 2 && b.shape.slice(0, -2).every((size) => size === 1);
    return {
      a: () => unbroadcast(ofA(), a.shape),
      b: () => (shared ? ofSharedFactor(a, dy, b, tb) : unbroadcast(ofB(), b.shape)),
    };
  },
};

export const productRules: Record<string, GradientRule> = { BatchMatMul: matMul };
