import type { TensorSpec, TensorTree } from '@open-ada/onnx-jit';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { actionOneHots, logProbabilities } from './equations/factored.js';
import { readTensors, type Sizes, shapeOf } from './equations/shapes.js';
import type { BatchShape } from './learner.js';
import type { Network, Parameters, Root } from './network.js';

/**
 * Entries of a minibatch that all learners read. Letters as in equations/shapes.ts.
 * - `rewards`: received after the action at t; `mask`: 1 for real steps
 * - `segment`: increases at each memory reset
 * - `ruleLabels`: 1 for the true labels about the rules towards the goal, hidden or shown
 * - `hasSeenReward`: 1 if the memory contains a step with a reward
 */
const ENTRIES = {
  observations: 'B T O',
  taskObservations: 'B C',
  actions: 'B T G',
  behaviourLogits: 'B T A',
  rewards: 'B T',
  mask: 'B T',
  segment: 'B T',
  ruleLabels: 'B F',
  hasSeenReward: 'B T',
} as const;
/** The intents with which the network acted; only for networks that read them. */
const MEANT = { meant: 'B T K' } as const;

const INTEGERS = ['actions', 'segment', 'meant'];

/** Sizes of the letters that network and minibatch determine. */
export function batchSizes(network: Network, { episodes, steps }: BatchShape): Sizes {
  const { size, stepSize } = network.observationSpec;
  return {
    B: episodes,
    T: steps,
    N: episodes * steps,
    O: stepSize,
    C: size - stepSize,
    G: network.actionDims.length,
    A: network.actionDims.reduce((a, b) => a + b, 0),
    F: network.config.ruleLabels,
    K: network.intentsRead ?? 0,
  };
}

export function trajectorySpecs(sizes: Sizes): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries({ ...ENTRIES, ...(sizes.K > 0 && MEANT) }).map(([name, letters]) => [
      name,
      { shape: shapeOf(letters, sizes), dtype: INTEGERS.includes(name) ? 'int32' : 'float32' },
    ]),
  );
}

/** A minibatch as the equations read it. Row n is step t of episode b, n = b T + t. */
export interface Trajectories {
  /** [B, T, O] */
  observations: Tensor3D;
  /** [B, C] */
  taskObservations: Tensor2D;
  /** int [B, T] */
  segment: Tensor2D;
  /** One-hots of the actions taken, all groups joined [N, A]. */
  actions: Tensor2D;
  /** log π_b of the behaviour policy [N, A]. */
  behaviour: Tensor2D;
  /** [B, T] */
  rewards: Tensor2D;
  /** 1 for real steps: as [B, T] and as rows [N]. */
  mask: Tensor2D;
  rowMask: Tensor1D;
  /** [B, F] */
  ruleLabels: Tensor2D;
  /** [B, T] */
  hasSeenReward: Tensor2D;
  /** int [B, T, K], if the network reads intents. */
  meant?: Tensor3D;
}

/** Reads a minibatch. @throws Error naming the entry whose shape is wrong */
export function readTrajectories(network: Network, sizes: Sizes, batch: TensorTree): Trajectories {
  const { actions, behaviourLogits, ...entries } = readTensors(batch, ENTRIES, sizes);
  const { actionDims } = network;
  return {
    ...entries,
    ...(sizes.K > 0 && readTensors(batch, MEANT, sizes)),
    actions: tf.reshape(actionOneHots(actions, actionDims), [sizes.N, -1]),
    rowMask: tf.reshape(entries.mask, [sizes.N]),
    behaviour: logProbabilities(tf.reshape<tf.Rank.R2>(behaviourLogits, [sizes.N, -1]), actionDims),
  };
}

/** Root states of all N rows. */
export function rootsOf(
  network: Network,
  p: Parameters,
  { observations, taskObservations, segment, meant }: Trajectories,
): Root {
  return network.roots(p, observations, taskObservations, segment, meant);
}
