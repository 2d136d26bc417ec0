import { ParameterLayout } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../src/index.js';

/** Sizes of a network small enough to be written out as loops. */
export const TOY = { observation: 3, hidden: 4, actionDims: [3, 2], bins: 5, ruleLabels: 3, valueLimit: 8 };
const CHOICES = TOY.actionDims.reduce((a, b) => a + b, 0);

export const TOY_ENTRIES = [
  { name: 'rootHidden', shape: [TOY.observation, TOY.hidden] },
  { name: 'rootCell', shape: [TOY.observation, TOY.hidden] },
  { name: 'taskInference', shape: [TOY.observation, TOY.ruleLabels] },
  { name: 'fromHidden', shape: [TOY.hidden, TOY.hidden] },
  { name: 'fromAction', shape: [CHOICES, TOY.hidden] },
  { name: 'policy', shape: [TOY.hidden, CHOICES] },
  { name: 'value', shape: [TOY.hidden, TOY.bins] },
  { name: 'reward', shape: [TOY.hidden, TOY.bins] },
];

/** Evenly spaced bins, no squashing. */
function scale(limit: number): Network['valueScale'] {
  const step = limit / (TOY.bins - 1);
  return {
    bins: TOY.bins,
    range: [0, limit],
    decode: (logits) =>
      tf.reshape(
        tf.matMul(tf.softmax(logits), tf.tensor2d(Array.from({ length: TOY.bins }, (_, i) => [i * step]))),
        [-1],
      ),
    encode: (values) => {
      const place = tf.expandDims(tf.clipByValue(tf.div(values, step), 0, TOY.bins - 1), 1);
      return tf.relu(tf.sub(1, tf.abs(tf.sub(place, tf.expandDims(tf.range(0, TOY.bins), 0))))) as tf.Tensor2D;
    },
  };
}

/**
 * hidden = tanh(o W), cell = o C; a model step: hidden' = tanh(hidden U + action V + cell), cell' = cell / 2 +
 * hidden'. No memory, no task.
 */
export function toyNetwork(): Network {
  const next = (p: Record<string, tf.Tensor>, hidden: tf.Tensor, cell: tf.Tensor, actions: tf.Tensor) => {
    const after = tf.tanh(
      tf.addN([
        tf.matMul(hidden as tf.Tensor2D, p.fromHidden as tf.Tensor2D),
        tf.matMul(actions as tf.Tensor2D, p.fromAction as tf.Tensor2D),
        cell,
      ]),
    );
    return { hidden: after as tf.Tensor2D, cell: tf.add(tf.mul(cell, 0.5), after) as tf.Tensor2D };
  };
  const head = (name: string) => (p: Record<string, tf.Tensor>, state: { hidden: tf.Tensor2D }) =>
    tf.matMul(state.hidden, p[name] as tf.Tensor2D) as tf.Tensor2D;
  const repeat = (x: tf.Tensor2D, times: number) =>
    tf.reshape(tf.tile(tf.expandDims(x, 1), [1, times, 1]), [x.shape[0] * times, x.shape[1]]);
  return {
    parameters: new ParameterLayout(TOY_ENTRIES),
    actionDims: TOY.actionDims,
    observationSpec: { size: TOY.observation + 1, stepSize: TOY.observation },
    valueScale: scale(TOY.valueLimit),
    rewardScale: scale(1),
    config: { ruleLabels: TOY.ruleLabels },
    roots(p, observations) {
      const rows = tf.reshape(observations, [-1, TOY.observation]) as tf.Tensor2D;
      return {
        hidden: tf.tanh(tf.matMul(rows, p.rootHidden as tf.Tensor2D)) as tf.Tensor2D,
        cell: tf.matMul(rows, p.rootCell as tf.Tensor2D) as tf.Tensor2D,
        taskInference: tf.matMul(rows, p.taskInference as tf.Tensor2D) as tf.Tensor2D,
      };
    },
    step: (p, state, actions) => next(p, state.hidden, state.cell, actions),
    stepMany(p, state, actions) {
      const [, samples, numLogits] = actions.shape;
      return next(p, repeat(state.hidden, samples), repeat(state.cell, samples), tf.reshape(actions, [-1, numLogits]));
    },
    policy: head('policy'),
    value: head('value'),
    reward: head('reward'),
  };
}
