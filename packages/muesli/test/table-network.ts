import { ParameterLayout } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../src/index.js';

/** A scale that says every number as it is: one bin, whose logit is the number. */
const PLAIN: Network['valueScale'] = {
  bins: 1,
  range: [-1e6, 1e6],
  decode: (logits) => tf.reshape(logits, [-1]) as tf.Tensor1D,
  encode: (values) => tf.reshape(values, [-1, 1]) as tf.Tensor2D,
};

/**
 * A network that looks up what it says, so that a test sets all that a learner's targets and losses are made of.
 *
 * Its parameters are the policy's logits at all N rows [N, A]; the gradient is by the logits. An observation
 * holds the rest: the value, the value after any action, and the reward of each option [1 + 1 + A]. The reward
 * of a joint action is the sum of its actionDims' rewards.
 *
 * The model's hidden state is logits and observation, joined. A step puts the next value in the place of the
 * value, and the reward in the place of the next value.
 */
export function tableNetwork(rows: number, actionDims: number[]): Network {
  const choices = actionDims.reduce((a, b) => a + b, 0);
  const column = (state: { hidden: tf.Tensor2D }, at: number) =>
    tf.slice(state.hidden, [0, choices + at], [-1, 1]) as tf.Tensor2D;
  const stepMany = (state: { hidden: tf.Tensor2D; cell: tf.Tensor2D }, actions: tf.Tensor) => {
    const [count, samples] = actions.shape;
    const perOption = tf.slice(state.hidden, [0, choices + 2], [-1, choices]);
    const reward = tf.sum(tf.mul(tf.expandDims(perOption, 1), actions), 2, true);
    const nextValue = tf.tile(tf.expandDims(column(state, 1), 1), [1, samples, 1]);
    const policy = tf.zeros([count * samples, choices]);
    const flat = (x: tf.Tensor) => tf.reshape(x, [count * samples, 1]);
    const hidden = tf.concat([policy, flat(nextValue), flat(reward), tf.zeros([count * samples, choices])], 1);
    return { hidden: hidden as tf.Tensor2D, cell: tf.zeros([count * samples, 1]) as tf.Tensor2D };
  };
  return {
    parameters: new ParameterLayout([{ name: 'logits', shape: [rows, choices] }]),
    actionDims,
    observationSpec: { size: 3 + choices, stepSize: 2 + choices },
    valueScale: PLAIN,
    rewardScale: PLAIN,
    config: { ruleLabels: 1 },
    roots: (p, observations) => ({
      hidden: tf.concat([p.logits, tf.reshape(observations, [rows, 2 + choices])], 1) as tf.Tensor2D,
      cell: tf.zeros([rows, 1]),
      taskInference: tf.zeros([rows, 1]),
    }),
    step: (_, state, actions) => stepMany(state, tf.expandDims(actions, 1)),
    stepMany: (_, state, actions) => stepMany(state, actions),
    policy: (_, state) => tf.slice(state.hidden, [0, 0], [-1, choices]) as tf.Tensor2D,
    value: (_, state) => column(state, 0),
    reward: (_, state) => column(state, 1),
  };
}
