import { assertShape } from '@open-ada/onnx-jit';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { symlog } from './symlog.js';

/** The bins span symexp(−20) to symexp(20). */
const LIMIT = 20;

/**
 * A number as a categorical distribution over K bins that are evenly spaced after symlog (Hafner et al. 2025, equations
 * 10 and 11; the bins themselves are not squashed in the code of the Nature version).
 *
 *     encode: two-hot code p with Σ pᵢ bᵢ = x;  decode: Σ pᵢ bᵢ
 */
export class SymexpTwoHot {
  /** Centres b, ascending and symmetric. */
  readonly centres: Float32Array;

  /** @param bins K, odd, so that one of them is zero */
  constructor(readonly bins: number) {
    if (bins % 2 === 0 || bins < 3) throw new Error(`The number of bins is ${bins}; it must be odd and at least 3.`);
    const half = (bins - 1) / 2;
    this.centres = Float32Array.from({ length: bins }, (_, i) => {
      const from = i - half;
      return Math.sign(from) * Math.expm1((LIMIT * Math.abs(from)) / half);
    });
  }

  /**
   * The mean of the numbers. Bins of opposite sign are subtracted before they are weighted: a sum from left to right
   * would make something other than zero out of equal probabilities, as large as the largest bin's rounding error.
   *
   * @param logits [N, K] @returns [N]
   */
  decode(logits: Tensor2D): Tensor1D {
    assertShape({ logits }, 'N K', { K: this.bins });
    const half = (this.bins - 1) / 2;
    const probabilities = tf.softmax(logits);
    const upper = tf.slice(probabilities, [0, half + 1], [-1, half]);
    const lower = tf.reverse(tf.slice(probabilities, [0, 0], [-1, half]), 1);
    const positive = tf.tensor2d(this.centres.slice(half + 1), [half, 1]);
    return tf.reshape(tf.matMul(tf.sub(upper, lower), positive), [-1]);
  }

  /**
   * @param values [N]
   * @returns two-hot codes [N, K]; each sums to 1. Numbers beyond the bins get the code of the outermost bin.
   */
  encode(values: Tensor1D): Tensor2D {
    assertShape({ values }, 'N');
    const last = this.bins - 1;
    const scale = last / (2 * LIMIT);
    const bin = tf.clipByValue(tf.floor(tf.mul(tf.add(symlog(values), LIMIT), scale)), 0, last - 1);
    // What is not a number has no bin to look up; its code is not a number either, and so is the loss.
    const index = tf.cast(tf.where(tf.isNaN(bin), tf.zerosLike(bin), bin), 'int32');
    const centres = tf.tensor1d(this.centres);
    const [below, above] = [tf.gather(centres, index), tf.gather(centres, tf.add(index, tf.scalar(1, 'int32')))];
    // The logarithm may round to a neighbouring bin; the fraction is then clipped by as little.
    const fraction = tf.clipByValue(tf.div(tf.sub(values, below), tf.sub(above, below)), 0, 1);
    const place = tf.expandDims(tf.add(bin, fraction), 1);
    return tf.relu(tf.sub(1, tf.abs(tf.sub(place, tf.expandDims(tf.range(0, this.bins, 1, 'float32'), 0)))));
  }
}
