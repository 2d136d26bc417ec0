import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * x_t = a_t + b_t x_{t+1} with x_T = 0, for all t at once: log2(T) doublings instead of T steps.
 * @param a [B, T] @param b [B, T]
 */
function backwardRecurrence(a: Tensor2D, b: Tensor2D): Tensor2D {
  const time = a.shape[1];
  let sums = a;
  let products = b;
  for (let shift = 1; shift < time; shift *= 2) {
    sums = tf.add(sums, tf.mul(products, ahead(sums, shift)));
    if (shift * 2 < time) products = tf.mul(products, ahead(products, shift));
  }
  return sums;
}

/** x_{t + shift}, zero past the end. @param x [B, T] */
function ahead(x: Tensor2D, shift = 1): Tensor2D {
  const [batch, time] = x.shape;
  return tf.concat([tf.slice(x, [0, shift], [batch, time - shift]), tf.zeros([batch, shift])], 1) as Tensor2D;
}

export interface RetraceInputs {
  /** Reward after the action at t [B, T]. */
  rewards: Tensor2D;
  /** Prior's state value [B, T]. */
  values: Tensor2D;
  /** Prior's value of the action taken [B, T]. */
  actionValues: Tensor2D;
  /** Trace coefficient lambda * min(1, pi_prior / pi_behaviour) at t [B, T]. */
  traces: Tensor2D;
  /** 1 for real steps; the step after the last real one is terminal [B, T]. */
  mask: Tensor2D;
  discount: number;
}

/**
 * Retrace returns G_t = r_t + g (v_{t+1} + c_{t+1} (G_{t+1} - q_{t+1})) [B, T] (Munos et al. 2016; Muesli, section 4.4;
 * rlax general_off_policy_returns_from_q_and_v).
 */
export function retrace({ rewards, values, actionValues, traces, mask, discount }: RetraceInputs): Tensor2D {
  const nextValues = ahead(tf.mul(values, mask));
  const errors = tf.mul(tf.sub(tf.add(rewards, tf.mul(nextValues, discount)), actionValues), mask);
  const coefficients = tf.mul(ahead(tf.mul(traces, mask)), discount);
  return tf.add(actionValues, backwardRecurrence(errors as Tensor2D, coefficients as Tensor2D));
}

/** Generalised advantage estimates [B, T] (Schulman et al. 2016). */
export function generalisedAdvantage(
  rewards: Tensor2D,
  values: Tensor2D,
  mask: Tensor2D,
  discount: number,
  lambda: number,
): Tensor2D {
  const nextValues = ahead(tf.mul(values, mask));
  const errors = tf.mul(tf.sub(tf.add(rewards, tf.mul(nextValues, discount)), values), mask);
  return backwardRecurrence(errors as Tensor2D, tf.mul(ahead(mask), discount * lambda));
}
