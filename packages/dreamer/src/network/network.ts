import { ParameterLayout } from '@open-ada/onnx-jit';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { sampleOneHot, unimix } from '../equations/categorical.js';
import { symlog } from '../equations/symlog.js';
import { SymexpTwoHot } from '../equations/two-hot.js';
import {
  type InitialEntry,
  initialValues,
  linear,
  linearEntries,
  mlp,
  mlpEntries,
  type NoiseSource,
  type Parameters,
} from './layers.js';
import { type Latent, Rssm } from './rssm.js';
import type { ModelSize } from './sizes.js';

/** What the agent sees and does. */
export interface WorldSpec {
  /** O: floats of an observation. */
  observation: number;
  /** Number of options of each action group; a step takes one option of each. */
  actionDims: number[];
}

/** The smallest scale of the policy's last layer in the original; its first actions are nearly uniform. */
const POLICY_SCALE = 0.01;

/**
 * All networks of DreamerV3: encoder, recurrent state-space model, decoder, heads for reward, continue flag, policy and
 * value. Parameters are one flat vector. Heads read features: h and z side by side [N, F].
 */
export class DreamerNetwork {
  readonly rssm: Rssm;
  readonly twoHot: SymexpTwoHot;
  readonly parameters: ParameterLayout;
  /** The critic's parameters: the last ones of `parameters`. */
  readonly criticParameters: ParameterLayout;
  /** A: options of all groups joined. */
  readonly actions: number;
  /** F */
  readonly features: number;
  private readonly entries: InitialEntry[];

  constructor(
    readonly world: WorldSpec,
    readonly size: ModelSize,
    private readonly mix: number,
  ) {
    const { deter, stoch, classes, blocks, units, bins } = size;
    if (deter % blocks !== 0) throw new Error(`deter is ${deter}; it must be a multiple of the ${blocks} blocks.`);
    this.actions = world.actionDims.reduce((a, b) => a + b, 0);
    this.features = deter + stoch * classes;
    this.rssm = new Rssm(size, this.actions, mix);
    this.twoHot = new SymexpTwoHot(bins);
    const head = (name: string, layers: number, outputs: number, scale: number): InitialEntry[] => [
      ...mlpEntries(name, this.features, units, layers),
      ...linearEntries(`${name}/out`, units, outputs, scale),
    ];
    const critic = head('value', size.valueLayers, bins, 0);
    this.entries = [
      ...mlpEntries('encoder', world.observation, units, size.encoderLayers),
      ...this.rssm.entries,
      ...head('decoder', size.decoderLayers, world.observation, 1),
      ...head('reward', size.rewardLayers, bins, 0),
      ...head('continue', size.continueLayers, 1, 1),
      ...head('policy', size.policyLayers, this.actions, POLICY_SCALE),
      ...critic,
    ];
    this.parameters = new ParameterLayout(this.entries);
    this.criticParameters = new ParameterLayout(critic);
  }

  initialise(noise: NoiseSource): Float32Array {
    return initialValues(this.entries, noise);
  }

  /** The critic's part of a parameter vector. */
  criticOf(flat: Float32Array): Float32Array {
    return flat.slice(flat.length - this.criticParameters.size);
  }

  /** @param observations [N, O] @returns tokens [N, U] */
  encode(p: Parameters, observations: Tensor2D): Tensor2D {
    return mlp(p, 'encoder', symlog(observations), this.size.encoderLayers);
  }

  featuresOf({ deter, stoch }: Latent): Tensor2D {
    return tf.concat([deter, stoch], 1);
  }

  /** symlog of the observations [N, O]. */
  decode(p: Parameters, features: Tensor2D): Tensor2D {
    return this.head(p, 'decoder', features, this.size.decoderLayers);
  }

  /** Logits of the reward received on arrival in the state [N, K]. */
  reward(p: Parameters, features: Tensor2D): Tensor2D {
    return this.head(p, 'reward', features, this.size.rewardLayers);
  }

  /** Logit of the episode going on after the state, times the discount [N]. */
  continues(p: Parameters, features: Tensor2D): Tensor1D {
    return tf.reshape(this.head(p, 'continue', features, this.size.continueLayers), [-1]);
  }

  /** Logits of the value [N, K]. @param p parameters of the critic or of the slow critic */
  value(p: Parameters, features: Tensor2D): Tensor2D {
    return this.head(p, 'value', features, this.size.valueLayers);
  }

  /** Probabilities of the options, all groups joined [N, A]. */
  policy(p: Parameters, features: Tensor2D): Tensor2D {
    const logits = this.head(p, 'policy', features, this.size.policyLayers);
    return tf.concat(
      tf.split(logits, this.world.actionDims, 1).map((group) => unimix(group as Tensor2D, this.mix)),
      1,
    );
  }

  /** Samples an option of each group. @param noise uniform [N, G] @returns one-hots [N, A] */
  sampleActions(policy: Tensor2D, noise: Tensor2D): Tensor2D {
    const { actionDims } = this.world;
    const uniform = tf.split(noise, actionDims.length, 1);
    const groups = tf.split(policy, actionDims, 1).map((group, g) => {
      return sampleOneHot(group as Tensor2D, tf.reshape(uniform[g], [-1]) as Tensor1D);
    });
    return tf.concat(groups, 1);
  }

  private head(p: Parameters, name: string, features: Tensor2D, layers: number): Tensor2D {
    return linear(p, `${name}/out`, mlp(p, name, features, layers));
  }
}
