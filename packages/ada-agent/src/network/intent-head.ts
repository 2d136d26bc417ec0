import { stopGradient } from '@open-ada/onnx-jit';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type Encoded, looksUp, type TypeMarks } from './encoder.js';
import { dense, type Parameters } from './layers.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';

/** An intent names two types: what is acted on, and with what. */
const ROLES = 2;

/** Marks of intents on entities. If they are zero, the agent acts like one without intents. */
export const INTENT_MARKS = 'lookUp/intent';

/**
 * Infers from memory what a script that is imitated would mean to do now: a kind, a type and a second type. The
 * logits of a type are the sum of three: of memory alone, of memory with what goal and rules say of the type, and of
 * memory with the entities of the type in view. The last two treat all types alike.
 */
export class IntentHead {
  /** Options of the kind, of the first type and of the second type. The last option of a type is none. */
  readonly dims: number[];

  private readonly types: number;
  private readonly features: number;

  /** @param sizes object types, and floats that goal and rules say of each */
  constructor(
    private readonly config: AgentConfig,
    { types, features }: { types: number; features: number },
  ) {
    this.types = types;
    this.features = features;
    this.dims = [config.intentKinds, types + 1, types + 1];
  }

  addParameters(list: ParameterList): void {
    const { modelWidth, entityWidth, tokenStd, outputGain: gain } = this.config;
    const options = this.dims.reduce((a, b) => a + b);
    list.dense('intent', modelWidth, options, { gain });
    list.dense('intent/type', modelWidth, ROLES * this.features, { gain });
    if (this.config.encoder !== 'slots') list.dense('intent/entity', modelWidth, ROLES * entityWidth, { gain });
    if (looksUp(this.config)) list.normal(INTENT_MARKS, [ROLES, entityWidth], tokenStd);
  }

  /**
   * @param memory features of the memory [B, T, d]
   * @returns logits of the three softmaxes, joined [B * T, sum of dims]
   */
  logits(p: Parameters, memory: Tensor3D, { typeFeatures, types, entities }: Encoded): Tensor2D {
    const [batch, time] = memory.shape;
    const rows = batch * time;
    const [kinds] = this.dims;
    const asked = tf.reshape(dense(p, 'intent/type', memory), [batch, time * ROLES, this.features]);
    const told = tf.matMul(asked as Tensor3D, typeFeatures, false, true);
    let ofTypes: Tensor = tf.reshape(told, [rows, ROLES, this.types]);
    if (entities) {
      const sought = tf.reshape(dense(p, 'intent/entity', memory), [rows, ROLES, -1]) as Tensor3D;
      const sums = tf.matMul(tf.matMul(sought, entities, false, true), types);
      // The mean: several entities of one type make it no likelier.
      ofTypes = tf.add(ofTypes, tf.div(sums, tf.maximum(tf.sum(types, 1, true), 1)));
    }
    const padded = tf.pad(ofTypes as Tensor3D, [
      [0, 0],
      [0, 0],
      [0, 1],
    ]);
    const joined = tf.pad(tf.reshape(padded, [rows, -1]) as Tensor2D, [
      [0, 0],
      [kinds, 0],
    ]);
    return tf.add(tf.reshape(dense(p, 'intent', memory), [rows, -1]), joined);
  }

  /** Marks each type with its probabilities in both roles. @param logits see `logits` */
  marks(p: Parameters, logits: Tensor2D): TypeMarks {
    const { intentTemperature } = this.config;
    const [, first, second] = tf.split(logits, this.dims, 1);
    const roles = tf.stack([first, second], 1);
    const both = tf.softmax(intentTemperature === 1 ? roles : tf.div(stopGradient(roles), intentTemperature));
    return { ofTypes: tf.slice(both, [0, 0, 0], [-1, -1, this.types]) as Tensor3D, embeddings: p[INTENT_MARKS] };
  }
}
