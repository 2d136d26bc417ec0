import * as tf from '@tensorflow/tfjs-core';
import { blend, momentState, type Optimiser } from './optimiser.js';

/** Constants of AdamW (Loshchilov and Hutter 2019). */
export interface AdamWConfig {
  learningRate: number;
  /** Default 0.9. */
  beta1?: number;
  /** Default 0.999. */
  beta2?: number;
  /** Default 1e-8. */
  epsilon?: number;
  /** Decoupled weight decay: each step subtracts this fraction of a parameter, times the learning rate. Default 0. */
  weightDecay?: number;
  /** Steps over which the learning rate rises linearly from 0. Default 0. */
  warmUpSteps?: number;
  /** The learning rate falls linearly to 0 at this step. Default: it stays constant. */
  totalSteps?: number;
  /** From this step on the learning rate falls as 1 / sqrt(step). Default: it stays constant. */
  sqrtDecaySteps?: number;
  /** Largest Euclidean norm of the gradient; a larger gradient is scaled down to it. Default: no limit. */
  gradNorm?: number;
  /** Largest absolute value of each element of an update, before the learning rate is applied. Default: no limit. */
  updateClip?: number;
}

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019, algorithm 2) over one flat vector. */
export function adamW(config: AdamWConfig): Optimiser {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, warmUpSteps = 0 } = config;

  /** Learning rate of a step; steps count from 1. */
  const schedule = (step: tf.Scalar): tf.Scalar => {
    let rate: tf.Tensor = tf.scalar(config.learningRate);
    if (warmUpSteps > 0) rate = tf.mul(rate, tf.minimum(tf.div(step, warmUpSteps), 1));
    if (config.sqrtDecaySteps) rate = tf.mul(rate, tf.minimum(tf.sqrt(tf.div(config.sqrtDecaySteps, step)), 1));
    if (config.totalSteps) rate = tf.mul(rate, tf.maximum(tf.sub(1, tf.div(step, config.totalSteps)), 0));
    return rate as tf.Scalar;
  };

  return {
    ...momentState,
    update(parameters, gradient, state) {
      const step = tf.add(state.step as tf.Scalar, 1) as tf.Scalar;
      const gradNorm = tf.sqrt(tf.sum(tf.square(gradient))) as tf.Scalar;
      let g: tf.Tensor = gradient;
      if (config.gradNorm !== undefined) {
        g = tf.mul(g, tf.div(config.gradNorm, tf.maximum(gradNorm, config.gradNorm)));
      }
      const first = blend(state.firstMoment as tf.Tensor1D, g, beta1);
      const second = blend(state.secondMoment as tf.Tensor1D, tf.square(g), beta2);
      // Both bias corrections as one scalar: m c1 / (sqrt(v c2) + e) = s m / (sqrt(v) + e / sqrt(c2)), where s = c1 /
      // sqrt(c2).
      const root = tf.sqrt(tf.sub(1, tf.pow(beta2, step)));
      const scale = tf.div(root, tf.sub(1, tf.pow(beta1, step)));
      let direction: tf.Tensor = tf.div(first, tf.add(tf.sqrt(second), tf.mul(root, epsilon)));
      const learningRate = schedule(step);
      if (config.updateClip !== undefined) {
        direction = tf.clipByValue(tf.mul(direction, scale), -config.updateClip, config.updateClip);
        direction = tf.mul(direction, learningRate);
      } else direction = tf.mul(direction, tf.mul(scale, learningRate));
      const decayed = weightDecay > 0 ? tf.mul(parameters, tf.sub(1, tf.mul(learningRate, weightDecay))) : parameters;
      return {
        parameters: tf.sub(decayed, direction) as tf.Tensor1D,
        state: { firstMoment: first, secondMoment: second, step },
        gradNorm,
        learningRate,
      };
    },
  };
}

/** Exponential moving average: `average + rate (value - average)`. */
export function emaUpdate<T extends tf.Tensor>(average: T, value: T, rate: number | tf.Scalar): T {
  return tf.add(average, tf.mul(tf.sub(value, average), rate));
}
