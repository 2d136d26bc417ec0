import * as tf from '@tensorflow/tfjs-core';

/**
 * A number as a categorical distribution over K bins. The centres cᵢ are evenly spaced after the transform h(x) =
 * sign(x)(√(|x| + 1) − 1) + 0.001 x (MuZero, appendix F), so small numbers have finer bins.
 *
 *     encode: p with Σ pᵢ cᵢ = x, shared by the two centres around x;  decode: Σ pᵢ cᵢ
 *
 * Both are linear in the number, so a mixture of codes decodes to the mean of the numbers (rlax
 * `transform_to_2hot_nonlinear`; Hafner et al. 2023, "symexp twohot"). MuZero computes the mean on the transformed
 * scale instead, h⁻¹(Σ pᵢ h(cᵢ)). That value is below the mean if the number is uncertain.
 */
export class TwoHot {
  /** Centres c in double precision, ascending. */
  private readonly centres: number[];

  /**
   * @param bins K, at least 2
   * @param range smallest and largest number that can be encoded
   */
  constructor(
    readonly bins: number,
    readonly range: [number, number],
  ) {
    const [low, high] = range.map(transform);
    this.centres = Array.from({ length: bins }, (_, i) => inverse(low + ((high - low) * i) / (bins - 1)));
    // Both ends are exact.
    this.centres[0] = range[0];
    this.centres[bins - 1] = range[1];
  }

  /** @param logits [N, K] @returns the mean of the numbers [N] */
  decode(logits: tf.Tensor2D): tf.Tensor1D {
    const centres = tf.tensor2d(this.centres, [this.bins, 1]);
    return tf.reshape(tf.matMul(tf.softmax(logits), centres), [-1]) as tf.Tensor1D;
  }

  /**
   * @param values [N]
   * @returns two-hot codes [N, K], each with sum 1; numbers outside the range are clipped to its ends
   */
  encode(values: tf.Tensor1D): tf.Tensor2D {
    const lower = this.centres.slice(0, -1);
    const gaps = lower.map((centre, i) => this.centres[i + 1] - centre);
    // The fraction of each gap between neighbouring centres that lies below the number: 1, ..., 1, a fraction, 0, ...,
    // 0.
    const above = tf.sub(tf.expandDims(values, 1), tf.tensor2d(lower, [1, lower.length]));
    const filled = tf.clipByValue(tf.div(above, tf.tensor2d(gaps, [1, gaps.length])), 0, 1);
    const ones = tf.ones([values.shape[0], 1]);
    return tf.sub(tf.concat([ones, filled], 1), tf.concat([filled, tf.zerosLike(ones)], 1));
  }
}

const EPSILON = 1e-3;

/** h */
function transform(x: number): number {
  return Math.sign(x) * (Math.sqrt(Math.abs(x) + 1) - 1) + EPSILON * x;
}

/** h⁻¹ */
function inverse(y: number): number {
  const root = (Math.sqrt(1 + 4 * EPSILON * (Math.abs(y) + 1 + EPSILON)) - 1) / (2 * EPSILON);
  return Math.sign(y) * (root ** 2 - 1);
}
