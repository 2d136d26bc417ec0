import { assertShape } from '@open-ada/onnx-jit';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { categoricalEntropy, sampleOneHot, unimix } from '../equations/categorical.js';
import { boundedNormal, type Normal, normalEntropy, normalLogProb, sampleNormal } from '../equations/normal.js';
import { type InitialEntry, linear, linearEntries, type Parameters } from './layers.js';
import type { NetworkConstants, WorldSpec } from './world.js';

/** What the policy would do in N states. */
export interface Policy {
  /** Probabilities of the options, all groups joined [N, sum of actionDims]; absent without groups. */
  options?: Tensor2D;
  /** Distributions of the continuous actions [N, K]; absent without such actions. */
  continuous?: Normal;
}

/** The smallest scale of the policy's last layers in the original; its first actions are nearly uniform. */
const SCALE = 0.01;

/**
 * The last layers of the policy, and its distribution: a categorical for each action group and a bounded normal for
 * each continuous action, all independent. An action is one row: one-hots of the groups, then K numbers.
 */
export class PolicyHead {
  /** A: width of an action. */
  readonly actions: number;
  /** G: uniform numbers from which an action is drawn: one for each group, two for each continuous action. */
  readonly draws: number;
  private readonly options: number;
  private readonly continuous: number;

  constructor(
    private readonly world: WorldSpec,
    private readonly constants: NetworkConstants,
  ) {
    const { actionDims, continuous = 0 } = world;
    this.options = actionDims.reduce((a, b) => a + b, 0);
    this.continuous = continuous;
    this.actions = this.options + continuous;
    this.draws = actionDims.length + 2 * continuous;
    if (this.actions === 0) throw new Error('A world needs an action group or a continuous action.');
  }

  /** @param units U, width of the layer before */
  entries(units: number): InitialEntry[] {
    const { options, continuous } = this;
    return [
      ...(options > 0 ? linearEntries('policy/out', units, options, SCALE) : []),
      ...(continuous > 0
        ? ['policy/mean', 'policy/std'].flatMap((name) => linearEntries(name, units, continuous, SCALE))
        : []),
    ];
  }

  /** @param hidden the layer before [N, U] */
  policy(p: Parameters, hidden: Tensor2D): Policy {
    const of = (name: string): Tensor2D => linear(p, `policy/${name}`, hidden);
    const { unimix: mix } = this.constants;
    const { options, continuous } = this;
    const groups = (logits: Tensor2D) =>
      tf.split(logits, this.world.actionDims, 1).map((group) => unimix(group as Tensor2D, mix));
    return {
      ...(options > 0 && { options: tf.concat(groups(of('out')), 1) }),
      ...(continuous > 0 && { continuous: boundedNormal({ mean: of('mean'), std: of('std') }, this.constants) }),
    };
  }

  /** Draws an action. @param noise uniform [N, G] @returns [N, A] */
  sample({ options, continuous }: Policy, noise: Tensor2D): Tensor2D {
    assertShape({ noise }, 'N G', { G: this.draws });
    const { actionDims } = this.world;
    const [forOptions, forContinuous] = this.parts(noise, actionDims.length);
    const uniform = forOptions && tf.split(forOptions, actionDims.length, 1);
    const groups =
      options === undefined
        ? []
        : tf.split(options, actionDims, 1).map((group, g) => {
            return sampleOneHot(group as Tensor2D, tf.reshape(uniform![g], [-1]) as Tensor1D);
          });
    return tf.concat([...groups, ...(continuous ? [sampleNormal(continuous, forContinuous!)] : [])], 1);
  }

  /** ln π(a): the sum over groups and continuous actions. @param actions a [N, A] @returns [N] */
  logProb({ options, continuous }: Policy, actions: Tensor2D): Tensor1D {
    assertShape({ actions }, 'N A', { A: this.actions });
    const [chosen, numbers] = this.parts(actions, this.options);
    return total([
      ...(options ? [tf.sum(tf.mul(tf.log(options), chosen!), 1) as Tensor1D] : []),
      ...(continuous ? [normalLogProb(continuous, numbers!)] : []),
    ]);
  }

  /** H(π): the sum over groups and continuous actions. @returns [N] */
  entropy({ options, continuous }: Policy): Tensor1D {
    return total([
      ...(options ? [categoricalEntropy(options)] : []),
      ...(continuous ? [normalEntropy(continuous)] : []),
    ]);
  }

  /** The first columns and the others; undefined where there are none. */
  private parts(x: Tensor2D, first: number): [Tensor2D?, Tensor2D?] {
    if (this.continuous === 0) return [x, undefined];
    if (first === 0) return [undefined, x];
    return [tf.slice(x, [0, 0], [-1, first]), tf.slice(x, [0, first], [-1, -1])];
  }
}

const total = (parts: Tensor1D[]): Tensor1D => (parts.length === 1 ? parts[0] : tf.addN(parts));
