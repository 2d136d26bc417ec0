import { type ExtraLoss, maskedMean } from '@open-ada/muesli';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Sizes of a minibatch: B episodes of T steps, F facts in W words. */
export interface TestedShape {
  episodes: number;
  steps: number;
  /** F: all facts, in the order of their bits */
  facts: number;
  /** W: whole numbers that hold the facts of one step, F / W bits each */
  words: number;
}

/**
 * What a script has seen tested in vain, to be told from memory: conditions that were true without a rule that fired.
 * Who knows that does not try the same again. The loss is
 *
 *     testedWeight * mean over facts of the binary cross-entropy
 *
 * over the steps that have a label.
 *
 * Adds to the batch: `tested` int [B, T, W], bits of the facts, `labelled` [B, T], 1 where there is a label, and
 * `testedWeight` []. The metric `tested` is the mean before the weight, `testedRecall` the mean probability of the facts
 * that hold.
 */
export function testedLoss({ episodes, steps, facts, words }: TestedShape): ExtraLoss {
  return {
    batch: {
      tested: { shape: [episodes, steps, words], dtype: 'int32' },
      labelled: { shape: [episodes, steps], dtype: 'float32' },
      testedWeight: { shape: [], dtype: 'float32' },
    },
    metrics: ['tested', 'testedRecall'],
    prepare(batch) {
      const rows = episodes * steps;
      return {
        facts: bitsOf(batch.tested as Tensor, rows, facts / words),
        known: tf.reshape(batch.labelled as Tensor, [rows]),
      };
    },
    loss({ prepared, batch, unrolled: [{ mask }], tested }) {
      if (!tested)
        throw new Error('the network infers nothing of what was tested: its setting testedFacts must be above 0');
      const there = tf.mul(prepared.known, mask) as Tensor1D;
      const truths = prepared.facts as Tensor2D;
      const each = tf.sub(tf.softplus(tested), tf.mul(truths, tested));
      const loss = maskedMean(tf.mean(each, 1) as Tensor1D, there);
      const held = tf.sum(tf.mul(tf.sum(truths, 1), there));
      const found = tf.sum(tf.mul(tf.sum(tf.mul(truths, tf.sigmoid(tested)), 1), there));
      return {
        loss: tf.mul(batch.testedWeight as Scalar, loss) as Scalar,
        metrics: { tested: loss, testedRecall: tf.div(found, tf.maximum(held, 1)) as Scalar },
      };
    },
  };
}

/** The lowest bits of whole numbers [N, W * bits]. @param words int [.., W]; exact below 2^24 */
function bitsOf(words: Tensor, rows: number, bits: number): Tensor2D {
  const whole = tf.reshape(tf.cast(words, 'float32'), [rows, -1, 1]);
  const powers = Array.from({ length: bits }, (_, bit) => 2 ** bit);
  const shifted = tf.floor(tf.div(whole, tf.tensor1d(powers)));
  const odd = tf.sub(shifted, tf.mul(tf.floor(tf.div(shifted, 2)), 2));
  return tf.reshape(odd, [rows, -1]) as Tensor2D;
}
