import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { dense, type Parameters } from './layers.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';

const SET = 'latch/set';
const READ = 'latch/read';
/** What memory is told of the latches. If it is zero, they change nothing. */
export const LATCHES_SPEAK = [`${READ}/weight`, `${READ}/bias`];
/** A step without anything that sets it must not set a latch, not even hundreds of such steps. */
const RARELY_SET = -5;

/**
 * K features that, once set, stay set until the memory is reset: whether something has ever happened. Each step sets latch
 * k with the probability sigmoid(z_k), so that it is set by now with 1 - prod (1 - sigmoid(z_k)), over the steps so far.
 * That is 1 - exp(-sum softplus(z_k)), a sum that all steps of an episode compute at once.
 *
 * Attention finds one thing in many steps; what it finds is a mean. To say of dozens of things whether each has happened,
 * it would have to look for each. Latches are added to what memory is told.
 */
export class Latches {
  constructor(private readonly config: AgentConfig) {}

  addParameters(list: ParameterList): void {
    const { modelWidth, latches } = this.config;
    list.dense(SET, modelWidth, latches, { bias: false });
    list.constant(`${SET}/bias`, [latches], RARELY_SET);
    list.dense(READ, latches, modelWidth);
  }

  /**
   * @param x features of whole episodes [B, T, d]
   * @param segment int [B, T]: a step knows only of steps of its own memory segment
   * @returns features with what the latches say [B, T, d]
   */
  sequence(p: Parameters, x: Tensor3D, segment: Tensor2D): Tensor3D {
    const time = x.shape[1];
    const index = tf.range(0, time, 1, 'float32');
    const isBefore = tf.lessEqual(tf.expandDims(index, 0), tf.expandDims(index, 1));
    const same = tf.equal(tf.expandDims(segment, 2), tf.expandDims(segment, 1));
    const known = tf.cast(tf.logicalAnd(same, tf.expandDims(isBefore, 0)), 'float32');
    return this.told(p, x, tf.matMul(known as Tensor3D, this.sets(p, x)));
  }

  /** For each of E environments the sum so far [E, K]. */
  shape(environments: number): number[] {
    return [environments, this.config.latches];
  }

  /**
   * @param x features of one step [B, 1, d]
   * @param before the sum of the steps before [B, K]; zero where the memory is empty
   */
  step(p: Parameters, x: Tensor3D, before: Tensor2D): { features: Tensor3D; sum: Tensor2D } {
    const sum = tf.add(tf.expandDims(before, 1), this.sets(p, x)) as Tensor3D;
    return { features: this.told(p, x, sum), sum: tf.reshape(sum, before.shape) };
  }

  private sets(p: Parameters, x: Tensor3D): Tensor3D {
    return tf.softplus(dense(p, SET, x)) as Tensor3D;
  }

  private told(p: Parameters, x: Tensor3D, sum: Tensor): Tensor3D {
    return tf.add(x, dense(p, READ, tf.sub(1, tf.exp(tf.neg(sum))))) as Tensor3D;
  }
}
