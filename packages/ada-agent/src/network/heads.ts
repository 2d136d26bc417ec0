import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { dense, type Parameters } from './layers.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';

/** State of the model LSTM: hidden and cell [N, lstmWidth]. */
export interface ModelState {
  hidden: Tensor2D;
  cell: Tensor2D;
}

/**
 * Muesli's one-step model and its heads (AdA, appendix C.1). An MLP computes the root state from the memory's features.
 * An LSTM unrolls the state with the actions taken. Policy, value and reward are computed from the LSTM's hidden state
 * at every step.
 */
export class ModelHeads {
  constructor(
    private readonly config: AgentConfig,
    private readonly actionDims: number[],
  ) {}

  addParameters(list: ParameterList): void {
    const { modelWidth, lstmWidth, valueBins, rewardBins, reluGain, binSlope } = this.config;
    const numLogits = this.actionDims.reduce((a, b) => a + b, 0);
    list.dense('root/first', modelWidth, lstmWidth, { gain: reluGain });
    list.dense('root/hidden', lstmWidth, lstmWidth);
    list.dense('root/cell', lstmWidth, lstmWidth);
    list.dense('lstm/recurrent', lstmWidth, 4 * lstmWidth);
    list.normal('lstm/action', [numLogits, 4 * lstmWidth], 1 / Math.sqrt(this.actionDims.length));
    this.addHead(list, 'policy', numLogits);
    this.addHead(list, 'value', valueBins, binSlope);
    this.addHead(list, 'reward', rewardBins, binSlope);
  }

  /** @param features [N, d] */
  root(p: Parameters, features: Tensor2D): ModelState {
    const first = tf.relu(dense(p, 'root/first', features));
    return {
      hidden: tf.tanh(dense(p, 'root/hidden', first)) as Tensor2D,
      cell: dense(p, 'root/cell', first) as Tensor2D,
    };
  }

  /**
   * One model step.
   * @param actions one-hot per group, joined [N, A]
   */
  step(p: Parameters, state: ModelState, actions: Tensor2D): ModelState {
    const inputs = gatesOf(p['lstm/action']).map((weight) => tf.matMul(actions, weight as Tensor2D));
    const gates = recurrentGates(p, state.hidden).map((recurrent, i) => tf.add(recurrent, inputs[i]));
    return lstmCell(gates, state.cell, this.config.forgetBias);
  }

  /**
   * One model step from each of N states with S actions each.
   * @param actions [N, S, A] @returns states [N * S, lstmWidth]
   */
  stepMany(p: Parameters, state: ModelState, actions: Tensor): ModelState {
    const [count, samples, numLogits] = actions.shape;
    const { lstmWidth } = this.config;
    // The S actions of a state share the recurrent product.
    const rows = tf.reshape(actions, [count * samples, numLogits]) as Tensor2D;
    const inputs = gatesOf(p['lstm/action']).map((weight) =>
      tf.reshape(tf.matMul(rows, weight as Tensor2D), [count, samples, lstmWidth]),
    );
    const gates = recurrentGates(p, state.hidden).map((recurrent, i) => tf.add(tf.expandDims(recurrent, 1), inputs[i]));
    const next = lstmCell(gates, tf.expandDims(state.cell, 1), this.config.forgetBias);
    const flat = (x: Tensor) => tf.reshape(x, [count * samples, lstmWidth]) as Tensor2D;
    return { hidden: flat(next.hidden), cell: flat(next.cell) };
  }

  /** Logits of all groups, joined [N, A]. */
  policy(p: Parameters, state: ModelState): Tensor2D {
    return this.head(p, 'policy', state);
  }

  /** Two-hot logits of the value [N, valueBins]. */
  value(p: Parameters, state: ModelState): Tensor2D {
    return this.head(p, 'value', state);
  }

  /** Two-hot logits of the reward of the transition into this state [N, rewardBins]. */
  reward(p: Parameters, state: ModelState): Tensor2D {
    return this.head(p, 'reward', state);
  }

  /** @param fall decrease of the initial logits from one output to the next */
  private addHead(list: ParameterList, name: string, outputs: number, fall = 0): void {
    const { lstmWidth, headWidth, reluGain, outputGain: gain } = this.config;
    if (headWidth > 0) list.dense(`${name}/hidden`, lstmWidth, headWidth, { gain: reluGain });
    list.dense(`${name}/out`, headWidth > 0 ? headWidth : lstmWidth, outputs, { gain, bias: false });
    list.slope(`${name}/out/bias`, outputs, -fall);
  }

  private head(p: Parameters, name: string, { hidden }: ModelState): Tensor2D {
    const input = this.config.headWidth > 0 ? tf.relu(dense(p, `${name}/hidden`, hidden)) : hidden;
    return dense(p, `${name}/out`, input) as Tensor2D;
  }
}

/** Columns of a weight or bias, one slice per gate. Splitting parameters is cheaper than splitting activations. */
function gatesOf(parameter: Tensor): Tensor[] {
  return tf.split(parameter, 4, parameter.rank - 1);
}

/** The contribution of the hidden state to each gate. */
function recurrentGates(p: Parameters, hidden: Tensor2D): Tensor[] {
  const biases = gatesOf(p['lstm/recurrent/bias']);
  return gatesOf(p['lstm/recurrent/weight']).map((weight, i) =>
    tf.add(tf.matMul(hidden, weight as Tensor2D), biases[i]),
  );
}

/** @param gates input, forget, candidate, output, each [..., width] */
function lstmCell(
  [input, forget, candidate, output]: Tensor[],
  cell: Tensor,
  forgetBias: number,
): { hidden: Tensor2D; cell: Tensor2D } {
  const kept = tf.mul(tf.sigmoid(tf.add(forget, forgetBias)), cell);
  const next = tf.add(kept, tf.mul(tf.sigmoid(input), tf.tanh(candidate)));
  return { hidden: tf.mul(tf.sigmoid(output), tf.tanh(next)) as Tensor2D, cell: next as Tensor2D };
}
