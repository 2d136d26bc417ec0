import { actionOneHots, type ExtraLoss, jointLogProbability, logProbabilities, maskedMean } from '@open-ada/muesli';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Sizes of a minibatch: B episodes of T steps, and the number of options of each part of an intent. */
export interface IntentShape {
  episodes: number;
  steps: number;
  intentDims: readonly number[];
}

/** Probabilities that differ by a rounding error are equal. */
const ROUNDING = 1e-6;

/**
 * Imitation of what a script means to do. An action may follow from chance, such as which way round to turn; the
 * intent behind it can be told from memory. The loss is
 *
 *     intentWeight * mean -(log p(kind) + log p(first type) + log p(second type))
 *
 * over the steps that have a label.
 *
 * Adds to the batch: `intents` int [B, T, 3], `labelled` [B, T], 1 where there is a label, and `intentWeight` [].
 * The metric `intent` is the mean before the weight. The accuracies are fractions of the labelled steps: all three
 * right, and each alone.
 */
export function intentLoss({ episodes, steps, intentDims }: IntentShape): ExtraLoss {
  const dims = [...intentDims];
  return {
    batch: {
      intents: { shape: [episodes, steps, dims.length], dtype: 'int32' },
      labelled: { shape: [episodes, steps], dtype: 'float32' },
      intentWeight: { shape: [], dtype: 'float32' },
    },
    metrics: ['intent', 'intentAccuracy', 'intentKindAccuracy', 'intentFirstAccuracy', 'intentSecondAccuracy'],
    prepare(batch) {
      const rows = episodes * steps;
      return {
        intent: tf.reshape(actionOneHots(batch.intents as Tensor, dims), [rows, -1]),
        intended: tf.reshape(batch.labelled as Tensor, [rows]),
      };
    },
    loss({ prepared, batch, unrolled: [{ mask }], intent }) {
      if (!intent) throw new Error('the network infers no intents: its setting intentKinds must be above 0');
      const there = tf.mul(prepared.intended, mask);
      const truths = prepared.intent as Tensor2D;
      const logProbs = logProbabilities(intent, dims);
      const loss = tf.neg(maskedMean(jointLogProbability(logProbs, truths), there)) as Scalar;
      const [kind, first, second] = areLikeliest(logProbs, truths, dims);
      const fraction = (right: Tensor) => maskedMean(right, there);
      return {
        loss: tf.mul(batch.intentWeight as Scalar, loss) as Scalar,
        metrics: {
          intent: loss,
          intentAccuracy: fraction(tf.mul(tf.mul(kind, first), second)),
          intentKindAccuracy: fraction(kind),
          intentFirstAccuracy: fraction(first),
          intentSecondAccuracy: fraction(second),
        },
      };
    },
  };
}

/** For each part, 1 where no option is likelier than the true one [N]. */
function areLikeliest(logProbs: Tensor2D, truths: Tensor2D, dims: number[]): Tensor1D[] {
  const options = tf.split(logProbs, dims, 1);
  return tf.split(truths, dims, 1).map((truth, part) => {
    const ofTruth = tf.sum(tf.mul(options[part], truth), 1);
    return tf.cast(tf.greaterEqual(ofTruth, tf.sub(tf.max(options[part], 1), ROUNDING)), 'float32') as Tensor1D;
  });
}
