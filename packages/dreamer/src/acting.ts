import {
  allocateAll,
  type Backend,
  type Compiled,
  type Data,
  jit,
  type SpecTree,
  type TensorTree,
} from '@open-ada/onnx-jit';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { NoiseSource, Parameters } from './network/layers.js';
import type { DreamerNetwork } from './network/network.js';
import type { Latent } from './network/rssm.js';

/** What the agent knows after an observation, for E environments. The arrays are overwritten by the next step. */
export interface ActorState {
  /** h [E, D] */
  deter: Float32Array;
  /** Classes of the latents [E, S]. */
  stoch: Int32Array;
  /** What was chosen [E, A]: one-hots of all groups, then the continuous actions as they were drawn. */
  actions: Float32Array;
}

/**
 * Plays E environments in lockstep. It keeps the recurrent state and the last action of each environment, and forgets
 * them only where an episode begins: an episode of several trials is one sequence.
 */
export class DreamerActor {
  private readonly inputs: Record<string, Data>;
  private readonly outputs: ActorState & Record<string, Data>;

  private constructor(
    private readonly compiled: Compiled,
    private readonly environments: number,
  ) {
    this.inputs = allocateAll(compiled.inputs);
    this.outputs = allocateAll(compiled.outputs) as ActorState & Record<string, Data>;
  }

  static async create(
    network: DreamerNetwork,
    { environments, ...session }: { environments: number; backend?: Backend; threads?: number },
  ): Promise<DreamerActor> {
    return new DreamerActor(await jit(actingStep(network), actingSpecs(network, environments), session), environments);
  }

  /** Copies the parameters [P] with which it acts from now on. */
  setParameters(flat: Float32Array): void {
    this.inputs.parameters.set(flat);
  }

  /**
   * One step. @param observations [E, O] @param first 1 where the observation begins an episode [E]
   * @throws Error if an observation, the new state or an action is not finite
   */
  async step(observations: Float32Array, first: Float32Array, noise: NoiseSource): Promise<ActorState> {
    const { inputs, outputs } = this;
    if (!observations.every(Number.isFinite)) throw new Error('An observation is not finite.');
    inputs.observations.set(observations);
    for (let e = 0; e < this.environments; e++) inputs.keep[e] = 1 - first[e];
    for (const values of [inputs.latentNoise, inputs.actionNoise]) {
      for (let i = 0; i < values.length; i++) values[i] = noise.float();
    }
    await this.compiled.run(inputs, outputs);
    if (!outputs.deter.every(Number.isFinite) || !outputs.actions.every(Number.isFinite)) {
      throw new Error('The state of the world model or an action is not finite, so the parameters are not.');
    }
    for (const name of ['deter', 'stoch', 'actions'] as const) inputs[name].set(outputs[name]);
    return outputs;
  }

  /** A copy of what the agent remembers: the last step's outputs. */
  memory(): ActorState {
    const { deter, stoch, actions } = this.inputs as ActorState & Record<string, Data>;
    return { deter: deter.slice(), stoch: stoch.slice(), actions: actions.slice() };
  }

  restore({ deter, stoch, actions }: ActorState): void {
    for (const [name, values] of Object.entries({ deter, stoch, actions })) this.inputs[name].set(values);
  }

  release(): Promise<void> {
    return this.compiled.release();
  }
}

function actingSpecs(
  { parameters, world, size, actions, actionDraws }: DreamerNetwork,
  environments: number,
): SpecTree {
  const of = (width: number, dtype: 'float32' | 'int32' = 'float32') => ({ shape: [environments, width], dtype });
  return {
    parameters: { shape: [parameters.size], dtype: 'float32' },
    observations: of(world.observation),
    actions: of(actions),
    keep: of(1),
    deter: of(size.deter),
    stoch: of(size.stoch, 'int32'),
    latentNoise: of(size.stoch),
    actionNoise: of(actionDraws),
  };
}

/** Encoder, sequence model, posterior and policy as one function. */
function actingStep(network: DreamerNetwork): (inputs: TensorTree) => TensorTree {
  const { stoch, classes } = network.size;
  return ({ parameters, ...inputs }) => {
    const p = network.parameters.split(parameters as Tensor1D);
    const { keep } = inputs as Record<string, Tensor2D>;
    const environments = keep.shape[0];
    const oneHots = tf.oneHot(inputs.stoch as Tensor, classes, 1, 0, 'float32');
    const before = tf.reshape<tf.Rank.R2>(oneHots, [environments, stoch * classes]);
    const next = actOnce(network, p, { ...(inputs as Record<string, Tensor2D>), stoch: before });
    const drawn = tf.argMax(tf.reshape(next.stoch, [environments * stoch, classes]), 1);
    return { ...next, stoch: tf.reshape(drawn, [environments, stoch]) };
  };
}

/**
 * What the agent knows and does after an observation.
 * @param given observations [E, O]; actions [E, A], deter [E, D] and stoch, as one-hots [E, S C]: of the step before;
 *   keep: 0 where an episode begins [E, 1]; latentNoise [E, S]; actionNoise [E, G]
 * @returns deter, stoch and actions of this step
 */
export function actOnce(
  network: DreamerNetwork,
  p: Parameters,
  given: Record<string, Tensor2D>,
): Latent & { actions: Tensor2D } {
  const { observations, actions, keep, deter, stoch, latentNoise, actionNoise } = given;
  const tokens = network.encode(p, observations);
  const before = { deter, stoch };
  const state = network.rssm.observeStep(p, { tokens, actions, keep, noise: latentNoise, before });
  return { ...state, actions: network.policyHead.sample(network.policy(p, network.featuresOf(state)), actionNoise) };
}
