import { ParameterLayout } from '@open-ada/onnx-jit';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
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
import { type Policy, PolicyHead } from './policy-head.js';
import { type Latent, Rssm } from './rssm.js';
import { type Seen, Senses } from './senses.js';
import type { ModelSize } from './sizes.js';
import type { NetworkConstants, WorldSpec } from './world.js';

/**
 * All networks of DreamerV3: encoder, recurrent state-space model, decoder, heads for reward, continue flag, policy and
 * value. Parameters are one flat vector. Heads read features: h and z side by side [N, F].
 */
export class DreamerNetwork {
  readonly rssm: Rssm;
  readonly senses: Senses;
  readonly twoHot: SymexpTwoHot;
  readonly parameters: ParameterLayout;
  /** The critic's parameters: the last ones of `parameters`. */
  readonly criticParameters: ParameterLayout;
  /** F */
  readonly features: number;
  /** The policy's last layers and its distribution. */
  readonly policyHead: PolicyHead;
  private readonly entries: InitialEntry[];

  constructor(
    readonly world: WorldSpec,
    readonly size: ModelSize,
    constants: NetworkConstants,
  ) {
    const { deter, stoch, classes, blocks, units, bins } = size;
    if (deter % blocks !== 0) throw new Error(`deter is ${deter}; it must be a multiple of the ${blocks} blocks.`);
    this.policyHead = new PolicyHead(world, constants);
    this.features = deter + stoch * classes;
    this.senses = new Senses(world, size, this.features);
    this.rssm = new Rssm(size, {
      ...{ actions: this.actions, tokens: this.senses.tokens },
      ...{ bounded: (world.continuous ?? 0) > 0, mix: constants.unimix },
    });
    this.twoHot = new SymexpTwoHot(bins);
    const head = (name: string, layers: number, outputs: number, scale: number): InitialEntry[] => [
      ...mlpEntries(name, this.features, units, layers),
      ...linearEntries(`${name}/out`, units, outputs, scale),
    ];
    const critic = head('value', size.valueLayers, bins, 0);
    this.entries = [
      ...this.senses.encoderEntries,
      ...this.rssm.entries,
      ...this.senses.decoderEntries,
      ...head('reward', size.rewardLayers, bins, 0),
      ...head('continue', size.continueLayers, 1, 1),
      ...mlpEntries('policy', this.features, units, size.policyLayers),
      ...this.policyHead.entries(units),
      ...critic,
    ];
    this.parameters = new ParameterLayout(this.entries);
    this.criticParameters = new ParameterLayout(critic);
  }

  /** A: width of an action: options of all groups, and continuous actions. */
  get actions(): number {
    return this.policyHead.actions;
  }

  /** G: uniform numbers from which an action is drawn. */
  get actionDraws(): number {
    return this.policyHead.draws;
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
    return this.senses.encode(p, observations);
  }

  featuresOf({ deter, stoch }: Latent): Tensor2D {
    return tf.concat([deter, stoch], 1);
  }

  /** The image and symlog of the numbers. @param features of the state [N, F] */
  decode(p: Parameters, state: Latent, features: Tensor2D): Seen {
    return this.senses.decode(p, state, features);
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

  policy(p: Parameters, features: Tensor2D): Policy {
    return this.policyHead.policy(p, mlp(p, 'policy', features, this.size.policyLayers));
  }

  private head(p: Parameters, name: string, features: Tensor2D, layers: number): Tensor2D {
    return linear(p, `${name}/out`, mlp(p, name, features, layers));
  }
}
