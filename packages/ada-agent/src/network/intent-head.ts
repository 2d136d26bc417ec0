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
/** What memory hears of the intent of the step before, and how much a type gains by having been meant. */
const HEARD = 'intent/before';
const STAY = 'intent/stay';
/** Parameters through which the intent of the step before speaks. If they are zero, it changes nothing. */
export const KEEPS_INTENTS = [`${HEARD}/weight`, `${STAY}/weight`, `${STAY}/bias`];

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
    if (!this.config.keepIntents) return;
    list.dense(HEARD, options, modelWidth, { bias: false });
    list.dense(STAY, modelWidth, ROLES * ROLES, { gain });
  }

  /**
   * What was meant in the step before, as one-hots.
   * @param meant int [B, T, 3] what was meant in each step; -1: nothing
   * @param segment int [B, T]: at the beginning of a memory segment nothing was meant before
   * @returns [B, T, sum of dims]
   */
  before(meant: Tensor3D, segment: Tensor2D): Tensor3D {
    const [batch, time] = segment.shape;
    const parts = tf.split(meant, this.dims.length, 2);
    const oneHots = parts.map((part, i) => tf.cast(tf.equal(part, tf.range(0, this.dims[i], 1, 'int32')), 'float32'));
    const earlier = (x: Tensor) => tf.slice(x, new Array(x.rank).fill(0), [batch, time - 1, ...x.shape.slice(2)]);
    const goesOn = tf.equal(tf.slice(segment, [0, 1], [batch, time - 1]), earlier(segment));
    const known = tf.mul(earlier(tf.concat(oneHots, 2)), tf.expandDims(tf.cast(goesOn, 'float32'), 2));
    return tf.pad(known as Tensor3D, [
      [0, 0],
      [1, 0],
      [0, 0],
    ]);
  }

  /** Adds what was meant in the step before to what memory is told. @param features [B, T, d] @param before see `before` */
  hear(p: Parameters, features: Tensor3D, before: Tensor3D): Tensor3D {
    return tf.add(features, dense(p, HEARD, before)) as Tensor3D;
  }

  /**
   * @param memory features of the memory [B, T, d]
   * @param before see `before`; only with `keepIntents`
   * @returns logits of the three softmaxes, joined [B * T, sum of dims]
   */
  logits(p: Parameters, memory: Tensor3D, { typeFeatures, types, entities }: Encoded, before?: Tensor3D): Tensor2D {
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
    if (before) {
      const [, first, second] = tf.split(tf.reshape(before, [rows, -1]), this.dims, 1);
      const meant = tf.slice(tf.stack([first, second], 1), [0, 0, 0], [-1, -1, this.types]);
      const stay = tf.reshape(dense(p, STAY, memory), [rows, ROLES, ROLES]);
      ofTypes = tf.add(ofTypes, tf.matMul(stay, meant));
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

  /**
   * Marks each type with its probabilities in both roles. A temperature below 1 first sharpens whether there is a type
   * at all, then which: several types, each of them possible, are together likelier than none.
   * @param logits see `logits`
   */
  marks(p: Parameters, logits: Tensor2D): TypeMarks {
    const { intentTemperature: temperature } = this.config;
    const sharper = (x: Tensor) => (temperature === 1 ? x : tf.div(stopGradient(x), temperature));
    const { ofTypes, over } = this.roles(logits);
    const any = tf.sigmoid(sharper(over));
    return { ofTypes: tf.mul(tf.softmax(sharper(ofTypes)), any) as Tensor3D, embeddings: p[INTENT_MARKS] };
  }

  /**
   * The likeliest intent as one-hots [B * T, sum of dims]. A type is named if all types together are likelier than none.
   * @param logits see `logits`
   */
  likeliest(logits: Tensor2D): Tensor2D {
    const [kinds] = tf.split(logits, this.dims, 1);
    const { ofTypes, over } = this.roles(logits);
    const isAny = tf.cast(tf.greater(over, 0), 'float32');
    const named = tf.concat([tf.mul(areGreatest(ofTypes), isAny), tf.sub(1, isAny)], 2);
    return tf.concat([areGreatest(kinds), tf.reshape(named, [logits.shape[0], -1])], 1) as Tensor2D;
  }

  /** Logits of the types in both roles [N, 2, types], and the log-odds of any type over none [N, 2, 1]. */
  private roles(logits: Tensor2D): { ofTypes: Tensor; over: Tensor } {
    const [, first, second] = tf.split(logits, this.dims, 1);
    const [ofTypes, none] = tf.split(tf.stack([first, second], 1), [this.types, 1], 2);
    return { ofTypes, over: tf.sub(tf.logSumExp(ofTypes, 2, true), none) };
  }
}

/** 1 where an option is the likeliest of its row. */
const areGreatest = (x: Tensor): Tensor => tf.cast(tf.greaterEqual(x, tf.max(x, -1, true)), 'float32');
