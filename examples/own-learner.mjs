// A learner of one's own: PPO with one more loss, the mean square of the policy's logarithms, and its constant.
// node --import ./examples/own-learner.mjs scripts/run.mjs train-teacher --learner calm-ppo --logit-penalty 0.01
import { ppoLearner, ppoSettings } from '@open-ada/muesli';
import { registerLearner } from '@open-ada/training/register';
import * as tf from '@tensorflow/tfjs-core';

/** An additional loss. For a whole algorithm of your own, return another LearnerFunction than PPO's. */
function penalty(weight) {
  return {
    batch: {},
    metrics: ['logitPenalty'],
    prepare: () => ({}),
    loss({ unrolled: [root] }) {
      const square = tf.mean(tf.square(root.logProbs));
      return { loss: tf.mul(square, weight), metrics: { logitPenalty: square } };
    },
  };
}

registerLearner({
  name: 'calm-ppo',
  settings: ppoSettings.extend({
    logitPenalty: ppoSettings.shape.entropyWeight
      .default(0.01)
      .meta({ description: 'Weight of the mean square of the log-probabilities.' }),
  }),
  make: (parts) => ppoLearner({ ...parts, extra: penalty(parts.config.logitPenalty) }),
});
