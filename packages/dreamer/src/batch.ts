import { readTensors, type Sizes, shapeOf, type TensorSpec, type TensorTree } from '@open-ada/onnx-jit';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { DreamerConfig } from './config.js';
import type { DreamerNetwork } from './network/network.js';
import type { Latent } from './network/rssm.js';

/**
 * Entries of a minibatch. Step t has an observation, what came with it, and the action before it.
 * - `observations`: as they are; symlog is taken inside
 * - `actions`: what was done before the observation: the options taken, as one-hots of all groups, then the continuous
 *   actions as they were drawn; anything where an episode begins
 * - `rewards`: received with the observation
 * - `first`, `last`: 1 at the first and last step of an episode; `terminal`: 1 if it ended for good, not by a time limit
 * - `deter`, `stoch`: the state before the first step, as stored in replay; `stoch` as the classes of the latents, int
 *
 * Letters: B sequences of T steps, O floats of an observation, A options of all action groups and continuous actions, G
 * numbers of noise to draw them, D width of h, S latents of C classes, H imagined steps, M = B starts of imagination, P
 * parameters, V parameters of the critic.
 */
const ENTRIES = {
  observations: 'B T O',
  actions: 'B T A',
  rewards: 'B T',
  first: 'B T',
  last: 'B T',
  terminal: 'B T',
  deter: 'B D',
  stoch: 'B S',
} as const;

/** Uniform noise in [0, 1): for the posterior's latents, the imagined latents and the imagined actions. */
export const NOISE = { posteriorNoise: 'B T S', latentNoise: 'H M S', actionNoise: 'H M G' } as const;

export function batchSizes(network: DreamerNetwork, config: DreamerConfig): Sizes {
  const { world, size, parameters, criticParameters } = network;
  const T = config.batchLength;
  const starts = Math.min(config.imaginationStarts || T, T);
  return {
    B: config.batchSize,
    T,
    M: config.batchSize * starts,
    H: config.imaginationSteps,
    O: world.observation,
    A: network.actions,
    G: network.actionDraws,
    D: size.deter,
    S: size.stoch,
    C: size.classes,
    P: parameters.size,
    V: criticParameters.size,
  };
}

export function batchSpecs(sizes: Sizes): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries({ ...ENTRIES, ...NOISE }).map(([name, letters]) => [
      name,
      { shape: shapeOf(letters, sizes), dtype: name === 'stoch' ? 'int32' : 'float32' },
    ]),
  );
}

/** A minibatch, step by step: row n = t B + b, so that a step is a block of rows. N = T B. */
export interface Sequences {
  /** [N, O] */
  observations: Tensor2D;
  /** [T, B, A] */
  actions: Tensor3D;
  /** [T, B, 1] */
  keep: Tensor3D;
  /** [B, T] each. */
  rewards: Tensor2D;
  last: Tensor2D;
  terminal: Tensor2D;
  initial: Latent;
  posteriorNoise: Tensor3D;
  latentNoise: Tensor3D;
  actionNoise: Tensor3D;
}

/** Reads a minibatch. @throws Error naming the entry whose shape is wrong */
export function readBatch(batch: TensorTree, sizes: Sizes): Sequences {
  const { B, T, O, S, C } = sizes;
  const entries = readTensors(batch, { ...ENTRIES, ...NOISE }, sizes);
  const byStep = (x: Tensor3D): Tensor3D => tf.transpose(x, [1, 0, 2]);
  return {
    observations: tf.reshape(byStep(entries.observations), [T * B, O]),
    actions: byStep(entries.actions),
    keep: tf.reshape(tf.transpose(tf.sub(1, entries.first)), [T, B, 1]),
    rewards: entries.rewards,
    last: entries.last,
    terminal: entries.terminal,
    initial: {
      deter: entries.deter,
      stoch: tf.reshape(tf.oneHot(entries.stoch as Tensor, C, 1, 0, 'float32'), [B, S * C]),
    },
    posteriorNoise: byStep(entries.posteriorNoise),
    latentNoise: entries.latentNoise,
    actionNoise: entries.actionNoise,
  };
}
