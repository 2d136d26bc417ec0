import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { logProbabilities } from './equations/factored.js';
import { assertShape, type Sizes } from './equations/shapes.js';
import type { ModelState, Network, Parameters } from './network.js';

/** The states from which the model is unrolled: a block of W steps of each episode, and the I steps after the block. */
export interface UnrolledBlock {
  /** Rows of all M states, int [M], episode by episode. */
  rows: Tensor1D;
  /** Rows of the states i steps after the block's, int [Q]. Past the end of the episode, it is the last row. */
  rowsAt(i: number): Tensor1D;
  /** 1 if the state i steps later is a real step [Q]. */
  maskAt(i: number): Tensor1D;
  /** Selects from a tensor with all M rows those i steps after the block: [M, A] -> [Q, A]. */
  at(x: Tensor2D, i: number): Tensor2D;
}

/**
 * @param start first step of each episode's block, int [B]
 * @param mask 1 for real steps [N]
 * @param sizes B, T, N, W, I, M
 */
export function unrolledBlock(start: Tensor1D, mask: Tensor1D, sizes: Sizes): UnrolledBlock {
  const { B, T, W, I } = sizes;
  assertShape({ start }, 'B', sizes);
  assertShape({ mask }, 'N', sizes);
  const step = tf.add(tf.expandDims(start, 1), tf.range(0, W + I, 1, 'int32'));
  const inside = tf.cast(tf.less(step, tf.scalar(T, 'int32')), 'float32');
  const first = tf.expandDims(tf.range(0, B * T, T, 'int32'), 1);
  const rows = tf.add(first, tf.minimum(step, tf.scalar(T - 1, 'int32')));
  const rowsAt = (i: number): Tensor1D => tf.reshape(tf.slice(rows, [0, i], [B, W]), [-1]);
  return {
    rows: tf.reshape(rows, [-1]),
    rowsAt,
    maskAt: (i) => tf.mul(tf.gather(mask, rowsAt(i)), tf.reshape(tf.slice(inside, [0, i], [B, W]), [-1])),
    at: (x, i) => tf.reshape(tf.slice(tf.reshape(x, [B, W + I, -1]), [0, i, 0], [B, W, -1]), [B * W, -1]),
  };
}

/** Selects the states of some rows. @param rows int [Q] */
export function statesAt({ hidden, cell }: ModelState, rows: Tensor1D): ModelState {
  return { hidden: tf.gather(hidden, rows), cell: tf.gather(cell, rows) };
}

/** log π in a state, all groups joined [Q, A]. */
export function policyOf(network: Network, p: Parameters, state: ModelState): Tensor2D {
  return logProbabilities(network.policy(p, state), network.actionDims);
}

/** q̂ = r̂ + γ v̂ of the state after one model step [Q] (Muesli, equation 14). */
export function lookahead(network: Network, p: Parameters, discount: number) {
  return (state: ModelState): Tensor1D =>
    tf.add(
      network.rewardScale.decode(network.reward(p, state)),
      tf.mul(network.valueScale.decode(network.value(p, state)), discount),
    );
}

/** Outputs of the heads after a model step. They are logits, except for the policy. */
export interface ModelPrediction {
  /** [Q, K] */
  reward: Tensor2D;
  value: Tensor2D;
  /** log π [Q, A] */
  logProbs: Tensor2D;
}

/**
 * Unrolls the model from given states with the actions that were taken (Muesli, section 4.3).
 *
 * @param states Q rows
 * @param actions one-hots of steps i = 1..I, each [Q, A]
 * @returns entry i - 1 is model step i
 */
export function unrollModel(
  network: Network,
  p: Parameters,
  { states, actions }: { states: ModelState; actions: Tensor2D[] },
): ModelPrediction[] {
  let state = states;
  return actions.map((action) => {
    state = network.step(p, state, action);
    const [reward, value] = [network.reward(p, state), network.value(p, state)];
    return { reward, value, logProbs: policyOf(network, p, state) };
  });
}
