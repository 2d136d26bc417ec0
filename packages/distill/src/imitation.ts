import {
  actionOneHots,
  type ExtraLoss,
  jointLogProbability,
  logProbabilities,
  maskedMean,
  total,
} from '@open-ada/muesli';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Sizes of a minibatch: B episodes of T steps, and the number of options of each of the G action groups. */
export interface ImitationOptions {
  episodes: number;
  steps: number;
  actionDims: number[];
  /** Temperature τ of the policy that is compared with the labels. */
  temperature: number;
}

/**
 * Imitation of a script on the agent's own states (DAgger, Ross et al. 2011, without its mixture of policies): the
 * agent acts, the script says what it would do there. The loss is
 *
 *     imitationWeight * sum_i mean -log softmax(log pi_i / τ)(label of step t + i)
 *
 * over the root's policy (i = 0) and the policies that the model unrolls i steps from t, at steps that have a label.
 *
 * With τ = 1 the agent learns how often the script takes each action. Where it cannot tell which one, for example which
 * way round to turn, it would then dither. With τ > 1 the policy that acts is sharper: its τ-th root is compared.
 *
 * Adds to the batch: `labels` int [B, T, G], `labelled` [B, T], 1 where there is a label, and `imitationWeight` [].
 */
export function imitation({ episodes, steps, actionDims, temperature }: ImitationOptions): ExtraLoss {
  return {
    batch: {
      labels: { shape: [episodes, steps, actionDims.length], dtype: 'int32' },
      labelled: { shape: [episodes, steps], dtype: 'float32' },
      imitationWeight: { shape: [], dtype: 'float32' },
    },
    metrics: ['imitation', 'labelProbability'],
    prepare(batch) {
      const rows = episodes * steps;
      return {
        label: tf.reshape(actionOneHots(batch.labels as Tensor, actionDims), [rows, -1]),
        labelled: tf.reshape(batch.labelled as Tensor, [rows]),
      };
    },
    loss({ prepared, batch, unrolled }) {
      const terms = unrolled.map(({ logProbs, positions, mask }) => {
        const at = (x: Tensor) => (positions ? tf.gather(x, positions) : x);
        const there = tf.mul(at(prepared.labelled), mask);
        const label = at(prepared.label) as Tensor2D;
        const softened = logProbabilities(tf.div(logProbs, temperature) as Tensor2D, actionDims);
        return { label, logProbs, logProb: jointLogProbability(softened, label), there: there as typeof mask };
      });
      const losses = terms.map(({ logProb, there }) => tf.neg(maskedMean(logProb, there)) as Scalar);
      const [root] = terms;
      return {
        loss: tf.mul(batch.imitationWeight as Scalar, total(losses)) as Scalar,
        metrics: {
          imitation: losses[0],
          labelProbability: maskedMean(tf.exp(jointLogProbability(root.logProbs, root.label)), root.there),
        },
      };
    },
  };
}
