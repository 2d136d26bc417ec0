import { assertShape, recurrence, scan, stopGradient } from '@open-ada/onnx-jit';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { blockGru, blockProduct } from '../equations/block-gru.js';
import { sampleOneHot, straightThrough, unimix } from '../equations/categorical.js';
import {
  activate,
  type InitialEntry,
  layer,
  layerEntries,
  linear,
  linearEntries,
  mlp,
  mlpEntries,
  type Parameters,
} from './layers.js';
import type { ModelSize } from './sizes.js';

/** The state of the model: h, and z as one-hots of its S latents side by side. */
export interface Latent {
  /** [N, D] */
  deter: Tensor2D;
  /** [N, S C] */
  stoch: Tensor2D;
}

/** Inputs of {@link Rssm.observe}. */
export interface ObserveInputs {
  /** Encoded observations [T, B, U]. */
  tokens: Tensor3D;
  /** The action before each observation [T, B, A]. */
  actions: Tensor3D;
  /** 0 where an episode begins: state and action before it are forgotten [T, B, 1]. */
  keep: Tensor3D;
  /** Uniform noise for the latents [T, B, S]. */
  noise: Tensor3D;
  /** The state before the first step, B rows. */
  initial: Latent;
}

/** Inputs of {@link Rssm.imagine}. */
export interface ImagineInputs {
  start: Latent;
  /** Chooses actions [N, A] from a state and uniform noise [N, G]. */
  act(state: Latent, noise: Tensor2D): Tensor2D;
  /** Uniform noise for the actions [H, N, G]. */
  actionNoise: Tensor3D;
  /** Uniform noise for the latents [H, N, S]. */
  latentNoise: Tensor3D;
}

export interface RssmOptions {
  /** U */
  tokens: number;
  /** A */
  actions: number;
  /** Some actions are numbers that count no further than −1 and 1. */
  bounded: boolean;
  /** Fraction of the uniform distribution in each latent. */
  mix: number;
}

/**
 * The recurrent state-space model (Hafner et al. 2025, equation 1), with a block-diagonal recurrent unit:
 *
 *     h' = f(h, z, a)     sequence model
 *     z ~ q(z | h, x)     posterior, given the encoded observation x
 *     ẑ ~ p(ẑ | h)        prior
 *
 * A latent z is S categoricals of C classes. Letters: D width of h, U of tokens, A of actions, K hidden.
 */
export class Rssm {
  constructor(
    private readonly size: ModelSize,
    private readonly options: RssmOptions,
  ) {}

  get entries(): InitialEntry[] {
    const { deter, hidden, classes, stoch, blocks, priorLayers } = this.size;
    const each = deter / blocks;
    // The original's fan of a block-diagonal matrix counts the inputs of all blocks.
    const block = (name: string, inputs: number, outputs: number): InitialEntry[] => [
      { name: `${name}/kernel`, shape: [blocks, inputs, outputs], fan: blocks * inputs, scale: 1 },
      { name: `${name}/bias`, shape: [blocks * outputs], fill: 0 },
    ];
    return [
      ...layerEntries('dyn/deter', deter, hidden),
      ...layerEntries('dyn/stoch', stoch * classes, hidden),
      ...layerEntries('dyn/action', this.options.actions, hidden),
      ...block('dyn/hidden', each + 3 * hidden, each),
      { name: 'dyn/hidden/gain', shape: [deter], fill: 1 },
      ...block('dyn/gates', each, 3 * each),
      ...layerEntries('post/0', deter + this.options.tokens, hidden),
      ...linearEntries('post/logits', hidden, stoch * classes),
      ...mlpEntries('prior', deter, hidden, priorLayers),
      ...linearEntries('prior/logits', hidden, stoch * classes),
    ];
  }

  /** Probabilities of the latents. @param logits [N, S C] @returns [N S, C] */
  probabilities(logits: Tensor2D): Tensor2D {
    return unimix(tf.reshape(logits, [-1, this.size.classes]), this.options.mix);
  }

  /** Logits of the prior. @param deter [N, D] @returns [N, S C] */
  prior(p: Parameters, deter: Tensor2D): Tensor2D {
    return linear(p, 'prior/logits', mlp(p, 'prior', deter, this.size.priorLayers));
  }

  /**
   * Follows B sequences: the sequence model and the posterior at each step. Latents are sampled with straight-through
   * gradients.
   *
   * @returns states and the posterior's logits [N, S C], row n = t B + b
   */
  observe(p: Parameters, { tokens, actions, keep, noise, initial }: ObserveInputs): Latent & { logits: Tensor2D } {
    const { stoch, classes, hidden } = this.size;
    const { T, B } = assertShape({ tokens }, 'T B U', { U: this.options.tokens });
    assertShape({ actions }, 'T B A', { T, B, A: this.options.actions });
    assertShape({ keep }, 'T B I', { T, B, I: 1 });
    assertShape({ noise }, 'T B S', { T, B, S: stoch });
    const rows = (x: Tensor3D): Tensor2D => tf.reshape(x, [T * B, -1]);
    // What does not depend on the state is computed for all steps at once.
    const action = this.embed(p, rows(tf.mul(actions, keep)));
    const weights = this.weights(p);
    const token = tf.add(tf.matMul(rows(tokens), weights.postTokens as Tensor2D), p['post/0/bias']);
    const names = Object.keys(weights);
    const [deter, sampled, logits] = recurrence(
      ({ states: [h, z], inputs: [a, x], constants: [kept, uniform], parameters }) => {
        const w: Parameters = Object.fromEntries(names.map((name, i) => [name, parameters[i]]));
        const before = { deter: tf.mul(h, kept) as Tensor2D, stoch: tf.mul(z, kept) as Tensor2D };
        const next = this.core(w, before, a as Tensor2D);
        const shown = activate(tf.add(tf.matMul(next, w.postDeter as Tensor2D), x), w['post/0/gain']) as Tensor2D;
        const logit = linear(w, 'post/logits', shown);
        return [next, this.sample(logit, uniform as Tensor2D, true), logit];
      },
      {
        parameters: Object.values(weights),
        initial: [initial.deter, initial.stoch, tf.zeros([B, stoch * classes])],
        inputs: [tf.reshape(action, [T, B, hidden]), tf.reshape(token, [T, B, hidden])],
        constants: [keep, noise],
      },
    );
    return { deter: rows(deter), stoch: rows(sampled), logits: rows(logits) };
  }

  /**
   * Imagines H steps from N states with actions of a policy. No gradient flows through it.
   * @returns H + 1 states, H of which are imagined, as [(H + 1) N, ...] step by step; actions [H N, A]
   */
  imagine(p: Parameters, { start, act, actionNoise, latentNoise }: ImagineInputs): Latent & { actions: Tensor2D } {
    const { N } = assertShape({ deter: start.deter }, 'N D', { D: this.size.deter });
    const { H } = assertShape({ latentNoise }, 'H N S', { N, S: this.size.stoch });
    assertShape({ actionNoise }, 'H N G', { H, N });
    const weights = this.weights(p);
    const { outputs } = scan(
      ([deter, stoch], [forActions, forLatents]) => {
        const state = { deter, stoch } as Latent;
        const action = act(state, forActions as Tensor2D);
        const next = this.core(weights, state, this.embed(p, action));
        const sampled = this.sample(this.prior(p, next), forLatents as Tensor2D, false);
        return { states: [next, sampled], outputs: [next, sampled, action] };
      },
      [start.deter, start.stoch],
      [actionNoise, latentNoise],
    );
    const [deter, stoch, actions] = outputs.map((x) => tf.reshape(stopGradient(x), [H * N, -1]) as Tensor2D);
    const after = (first: Tensor2D, x: Tensor2D): Tensor2D => tf.concat([stopGradient(first), x]);
    return { deter: after(start.deter, deter), stoch: after(start.stoch, stoch), actions };
  }

  /** One step of the posterior while acting, without gradient; see {@link observe}. All tensors have N rows. */
  observeStep(
    p: Parameters,
    {
      tokens,
      actions,
      keep,
      noise,
      before,
    }: { tokens: Tensor2D; actions: Tensor2D; keep: Tensor2D; noise: Tensor2D; before: Latent },
  ): Latent {
    const weights = this.weights(p);
    const kept = { deter: tf.mul(before.deter, keep) as Tensor2D, stoch: tf.mul(before.stoch, keep) as Tensor2D };
    const deter = this.core(weights, kept, this.embed(p, tf.mul(actions, keep)));
    const logits = linear(p, 'post/logits', layer(p, 'post/0', tf.concat([deter, tokens], 1)));
    return { deter, stoch: this.sample(logits, noise, false) };
  }

  /** Embeds actions: a / max(1, |a|), since an environment cuts what lies beyond. [N, A] -> [N, K] */
  private embed(p: Parameters, actions: Tensor2D): Tensor2D {
    const inside = this.options.bounded ? tf.div(actions, tf.maximum(tf.abs(actions), 1)) : actions;
    return layer(p, 'dyn/action', inside as Tensor2D);
  }

  /** Samples all latents. @param logits [N, S C] @param uniform [N, S] @returns one-hots [N, S C] */
  private sample(logits: Tensor2D, uniform: Tensor2D, gradient: boolean): Tensor2D {
    const probabilities = this.probabilities(logits);
    const drawn = sampleOneHot(probabilities, tf.reshape(uniform, [-1]) as Tensor1D);
    return tf.reshape(gradient ? straightThrough(drawn, probabilities) : drawn, logits.shape);
  }

  /**
   * The weights of {@link core} and of the posterior as they are multiplied. The block-diagonal layer reads the block's
   * own part of h, and the same embeddings of h, z and a in every block; the latter part is one ordinary matrix.
   */
  private weights(p: Parameters): Parameters {
    const { deter, hidden, blocks } = this.size;
    const each = deter / blocks;
    const kernel = p['dyn/hidden/kernel'];
    const shared = tf.slice(kernel, [0, each, 0], [blocks, 3 * hidden, each]);
    const posterior = p['post/0/kernel'];
    const same = ['dyn/deter', 'dyn/stoch'].flatMap((name) =>
      ['kernel', 'bias', 'gain'].map((part) => `${name}/${part}`),
    );
    const names = [
      ...same,
      ...['dyn/hidden/bias', 'dyn/hidden/gain', 'dyn/gates/kernel', 'dyn/gates/bias'],
      ...['post/0/gain', 'post/logits/kernel', 'post/logits/bias'],
    ];
    return {
      ...Object.fromEntries(names.map((name) => [name, p[name]])),
      hiddenOwn: tf.slice(kernel, [0, 0, 0], [blocks, each, each]),
      hiddenShared: tf.reshape(tf.transpose(shared, [1, 0, 2]), [3 * hidden, deter]),
      postDeter: tf.slice(posterior, [0, 0], [deter, hidden]),
      postTokens: tf.slice(posterior, [deter, 0], [this.options.tokens, hidden]),
    };
  }

  /** h' = f(h, z, a). @param w of {@link weights} @param action its embedding [N, K] @returns [N, D] */
  private core(w: Parameters, { deter, stoch }: Latent, action: Tensor2D): Tensor2D {
    const { blocks } = this.size;
    const embedded = tf.concat([layer(w, 'dyn/deter', deter), layer(w, 'dyn/stoch', stoch), action], 1) as Tensor2D;
    const own = blockProduct(deter, w.hiddenOwn as Tensor3D);
    const shared = tf.matMul(embedded, w.hiddenShared as Tensor2D);
    const hidden = activate(
      tf.add(tf.add(own, shared), w['dyn/hidden/bias']) as Tensor,
      w['dyn/hidden/gain'],
    ) as Tensor2D;
    const gates = tf.add(blockProduct(hidden, w['dyn/gates/kernel'] as Tensor3D), w['dyn/gates/bias']) as Tensor2D;
    return blockGru(gates, deter, blocks);
  }
}
