import type { Optimiser, Sizes } from '@open-ada/onnx-jit';
import { emaUpdate, readTensors, type TensorTree, valueAndGrad } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { readBatch } from './batch.js';
import { behaviour } from './behaviour.js';
import type { DreamerConfig } from './config.js';
import type { DreamerNetwork } from './network/network.js';
import { worldModel } from './world-model.js';

/** Entries of the learner's state besides the optimiser's. */
export const STATE = { parameters: 'P', slowCritic: 'V', returnLow: '', returnHigh: '' } as const;

const weightsOf = (config: DreamerConfig) => ({
  dyn: config.dynWeight,
  rep: config.repWeight,
  reconstruction: config.reconstructionWeight,
  reward: config.rewardWeight,
  continue: config.continueWeight,
  policy: config.policyWeight,
  value: config.valueWeight,
  replayValue: config.replayValueWeight,
});

/** Inputs of an update. */
export interface Dreamer {
  network: DreamerNetwork;
  config: DreamerConfig;
  sizes: Sizes;
  optimiser: Optimiser;
  /** Names of the entries of the metrics vector. */
  metrics: string[];
}

/**
 * One update: the losses of world model, actor and critic, their weighted sum, one gradient for all parameters, the
 * optimiser's step, the new slow critic and the new range of the returns.
 *
 * @returns the state; the metrics vector, and the posterior states of all steps, to be written back to replay: `deter`
 *   [B, T, D] and `stoch`, the classes of the latents, int [B, T, S]
 */
export function update(
  dreamer: Dreamer,
  state: TensorTree,
  batch: TensorTree,
): { state: TensorTree; metrics: TensorTree } {
  const { network, config, sizes, optimiser } = dreamer;
  const { parameters, slowCritic, returnLow, returnHigh } = readTensors(state, STATE, sizes);
  const sequences = readBatch(batch, sizes);
  const slow = network.criticParameters.split(slowCritic);

  const lossOf = (flat: Tensor1D): { loss: Scalar; aux: Record<string, Tensor> } => {
    const p = network.parameters.split(flat);
    const world = worldModel(dreamer, p, sequences);
    const learned = behaviour({ ...dreamer, slow, low: returnLow, high: returnHigh }, p, sequences, world);
    const losses = { ...world.losses, ...learned.losses };
    const terms = Object.entries(weightsOf(config)).map(([name, w]) => tf.mul(losses[name as keyof typeof losses], w));
    const { low, high, scale: returnScale } = learned;
    const metrics = { ...losses, ...world.metrics, ...learned.metrics, returnScale };
    return { loss: tf.addN(terms) as Scalar, aux: { ...metrics, low, high, ...world.posterior } };
  };
  const { value: loss, gradient, aux } = valueAndGrad(lossOf)(parameters);
  const next = optimiser.update(parameters, gradient, state);
  const named: Record<string, Tensor> = { ...aux, loss, gradNorm: next.gradNorm };
  const critic = tf.slice(next.parameters, [sizes.P - sizes.V], [sizes.V]);
  return {
    state: {
      ...next.state,
      parameters: next.parameters,
      slowCritic: emaUpdate(slowCritic, critic, config.slowValueRate),
      returnLow: aux.low,
      returnHigh: aux.high,
    },
    metrics: {
      values: tf.stack(dreamer.metrics.map((name) => tf.reshape(named[name], []))),
      ...storedLatents(aux.deter as Tensor2D, aux.stoch as Tensor2D, sizes),
    },
  };
}

/** Rows t B + b as [B, T, ..]; one-hots as classes. */
function storedLatents(deter: Tensor2D, stoch: Tensor2D, { B, T, D, S, C }: Sizes): TensorTree {
  const classes = tf.argMax(tf.reshape(stoch, [T * B * S, C]), 1);
  return {
    deter: tf.transpose(tf.reshape(deter, [T, B, D]), [1, 0, 2]),
    stoch: tf.transpose(tf.reshape(classes, [T, B, S]), [1, 0, 2]),
  };
}
