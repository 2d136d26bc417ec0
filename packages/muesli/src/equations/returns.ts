import { linearRecurrence } from '@open-ada/onnx-jit';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './shapes.js';

/** xₜ₊₁; zero past the end. @param x [B, T] */
function next(x: Tensor2D): Tensor2D {
  const [batch, time] = x.shape;
  return tf.concat([tf.slice(x, [0, 1], [batch, time - 1]), tf.zeros([batch, 1])], 1) as Tensor2D;
}

/** Inputs of returns with traces. */
export interface RetraceInputs {
  /** Reward after the action at t [B, T]. */
  rewards: Tensor2D;
  /** State value of the prior [B, T]. */
  values: Tensor2D;
  /**
   * qₜ, which the trace is corrected against. With the prior's value of the action taken, the result is Retrace [B, T].
   */
  actionValues: Tensor2D;
  /** Trace coefficient cₜ [B, T]. */
  traces: Tensor2D;
  /** 1 for real steps; the state after the last real step is terminal [B, T]. */
  mask: Tensor2D;
  /** γ */
  discount: number;
}

/**
 * Retrace returns (Munos et al. 2016; Muesli, section 4.4; rlax `general_off_policy_returns_from_q_and_v`):
 *
 *     Gₜ = rₜ + γ (vₜ₊₁ + cₜ₊₁ (Gₜ₊₁ − qₜ₊₁))
 *
 * With `actionValues` = `values`, the same function computes λ-returns with one trace coefficient per step (rlax
 * `lambda_returns`).
 *
 * @returns [B, T]
 */
export function retrace({ rewards, values, actionValues, traces, mask, discount }: RetraceInputs): Tensor2D {
  assertShape({ rewards, values, actionValues, traces, mask }, 'B T');
  const nextValues = next(tf.mul(values, mask));
  const errors: Tensor2D = tf.mul(tf.sub(tf.add(rewards, tf.mul(nextValues, discount)), actionValues), mask);
  const coefficients: Tensor2D = tf.mul(next(tf.mul(traces, mask)), discount);
  return tf.add(actionValues, linearRecurrence(errors, coefficients, { reverse: true }));
}

/** Inputs of a generalised advantage. */
export interface AdvantageInputs {
  /** Reward after the action at t [B, T]. */
  rewards: Tensor2D;
  /** [B, T] */
  values: Tensor2D;
  /** 1 for real steps; the state after the last real step is terminal [B, T]. */
  mask: Tensor2D;
  /** γ */
  discount: number;
  /** λ */
  lambda: number;
}

/**
 * Generalised advantage estimates (Schulman et al. 2016, equation 16):
 *
 *     δₜ = rₜ + γ vₜ₊₁ − vₜ,  Aₜ = δₜ + γ λ Aₜ₊₁
 *
 * @returns [B, T]
 */
export function generalisedAdvantage({ rewards, values, mask, discount, lambda }: AdvantageInputs): Tensor2D {
  assertShape({ rewards, values, mask }, 'B T');
  const nextValues = next(tf.mul(values, mask));
  const errors: Tensor2D = tf.mul(tf.sub(tf.add(rewards, tf.mul(nextValues, discount)), values), mask);
  const coefficients: Tensor2D = tf.mul(next(mask), discount * lambda);
  return linearRecurrence(errors, coefficients, { reverse: true });
}
