import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { TypeMarks } from './encoder.js';
import { dense, type Parameters } from './layers.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';

/** Marks of what was tested on entities, and what they add to intents. If they are zero, they change nothing. */
const MARKS = 'lookUp/tested';
const FOR_INTENTS = 'intent/tested';
export const TESTED_SPEAKS = [MARKS, `${FOR_INTENTS}/weight`, `${FOR_INTENTS}/bias`];

/** An intent names two types. */
const ROLES = 2;

/**
 * Infers from memory which conditions were already seen true without a rule that fired: for each object type F facts.
 * They are marked on the entities of the type, and added to the logits of the types in intents. So an agent need not
 * find out anew, in every step, what it has tried.
 */
export class TestedHead {
  /** @param types object types @param facts F: facts of each type */
  constructor(
    private readonly config: AgentConfig,
    private readonly types: number,
    private readonly facts: number,
  ) {}

  addParameters(list: ParameterList): void {
    const { modelWidth, entityWidth, tokenStd, outputGain: gain, intentKinds } = this.config;
    list.dense('tested', modelWidth, this.types * this.facts, { gain });
    list.normal(MARKS, [this.facts, entityWidth], tokenStd);
    if (intentKinds > 0) list.dense(FOR_INTENTS, modelWidth, ROLES * this.facts, { gain });
  }

  /** @param memory features of the memory [B, T, d] @returns logits, F of each type in turn [B * T, types * F] */
  logits(p: Parameters, memory: Tensor3D): Tensor2D {
    return tf.reshape(dense(p, 'tested', memory), [-1, this.types * this.facts]) as Tensor2D;
  }

  /** Marks each type with the probability of each fact. @param logits see `logits` */
  marks(p: Parameters, logits: Tensor2D): TypeMarks {
    const byType = tf.reshape(tf.sigmoid(logits), [-1, this.types, this.facts]);
    return { ofTypes: tf.transpose(byType, [0, 2, 1]) as Tensor3D, embeddings: p[MARKS] };
  }

  /**
   * What the facts add to the logits of the types in both roles of an intent [B * T, 2, types].
   * @param marks see `marks`
   */
  forIntents(p: Parameters, memory: Tensor3D, { ofTypes }: TypeMarks): Tensor {
    const asked = tf.reshape(dense(p, FOR_INTENTS, memory), [ofTypes.shape[0], ROLES, this.facts]);
    return tf.matMul(asked as Tensor3D, ofTypes);
  }
}
