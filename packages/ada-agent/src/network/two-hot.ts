import * as tf from '@tensorflow/tfjs-core';

/**
 * A scalar said as a categorical over bins that are evenly spaced on a squashed scale
 * h(x) = sign(x)(sqrt(|x| + 1) - 1) + eps x (MuZero, appendix F), targets split between the two nearest bins.
 */
export class TwoHot {
  /** Bin centres on the squashed scale. */
  private readonly centres: number[];
  private readonly low: number;
  private readonly step: number;

  /** @param bins number of bins, at least 2 @param range smallest and largest value that can be said */
  constructor(
    readonly bins: number,
    readonly range: [number, number],
  ) {
    this.low = squash(range[0]);
    this.step = (squash(range[1]) - this.low) / (bins - 1);
    this.centres = Array.from({ length: bins }, (_, i) => this.low + i * this.step);
  }

  /** @param logits [N, bins] @returns expected value [N]: the squashed expectation, taken back */
  decode(logits: tf.Tensor2D): tf.Tensor1D {
    const centres = tf.tensor2d(this.centres, [this.bins, 1]);
    const expectation = tf.reshape(tf.matMul(tf.softmax(logits), centres), [-1]) as tf.Tensor1D;
    return unsquashTensor(expectation);
  }

  /** @param values [N] @returns two-hot targets [N, bins]; values outside the range go to its ends */
  encode(values: tf.Tensor1D): tf.Tensor2D {
    const position = tf.clipByValue(tf.div(tf.sub(squashTensor(values), this.low), this.step), 0, this.bins - 1);
    const index = tf.range(0, this.bins, 1, 'float32');
    // A hat function of width one around each bin gives both neighbours their share.
    return tf.relu(tf.sub(1, tf.abs(tf.sub(tf.expandDims(position, 1), tf.expandDims(index, 0))))) as tf.Tensor2D;
  }
}

const EPSILON = 1e-3;

function squash(x: number): number {
  return Math.sign(x) * (Math.sqrt(Math.abs(x) + 1) - 1) + EPSILON * x;
}

function squashTensor(x: tf.Tensor1D): tf.Tensor1D {
  const root = tf.mul(tf.sign(x), tf.sub(tf.sqrt(tf.add(tf.abs(x), 1)), 1));
  return tf.add(root, tf.mul(x, EPSILON));
}

function unsquashTensor(y: tf.Tensor1D): tf.Tensor1D {
  const inner = tf.sqrt(tf.add(tf.mul(tf.add(tf.abs(y), 1 + EPSILON), 4 * EPSILON), 1));
  const root = tf.div(tf.sub(inner, 1), 2 * EPSILON);
  return tf.mul(tf.sign(y), tf.sub(tf.square(root), 1));
}
