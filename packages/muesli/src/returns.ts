import { linearRecurrence } from '@open-ada/onnx-jit';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** x_{t + 1}, zero past the end. @param x [B, T] */
function next(x: Tensor2D): Tensor2D {
  const [batch, time] = x.shape;
  return tf.concat([tf.slice(x, [0, 1], [batch, time - 1]), tf.zeros([batch, 1])], 1) as Tensor2D;
}

/** What a Retrace return is made of. */
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
  const nextValues = next(tf.mul(values, mask));
  const errors = tf.mul(tf.sub(tf.add(rewards, tf.mul(nextValues, discount)), actionValues), mask);
  const coefficients = tf.mul(next(tf.mul(traces, mask)), discount);
  return tf.add(actionValues, linearRecurrence(errors, coefficients, { reverse: true }) as Tensor2D);
}

/** Generalised advantage estimates [B, T] (Schulman et al. 2016). */
export function generalisedAdvantage(
  rewards: Tensor2D,
  values: Tensor2D,
  mask: Tensor2D,
  discount: number,
  lambda: number,
): Tensor2D {
  const nextValues = next(tf.mul(values, mask));
  const errors = tf.mul(tf.sub(tf.add(rewards, tf.mul(nextValues, discount)), values), mask);
  return linearRecurrence(errors, tf.mul(next(mask), discount * lambda), { reverse: true }) as Tensor2D;
}
