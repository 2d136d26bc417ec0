import { emaUpdate } from '@open-ada/onnx-jit';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { maskedMean } from './masked.js';
import { retrace } from './returns.js';
import { assertShape } from './shapes.js';

/** Inputs of the prior policy. */
export interface PriorInputs {
  /** log π of the target network [N, A]. */
  target: Tensor2D;
  /** log π_b of the behaviour policy, which acted [N, A]. */
  behaviour: Tensor2D;
  /** Number of options of each action group. */
  actionDims: number[];
  /** β: fraction of π_b (0.03 in Muesli). */
  behaviourPrior: number;
  /** υ: fraction of the uniform policy u (0.003 in Muesli). */
  uniformPrior: number;
}

/**
 * The prior policy, a mixture within each action group (Muesli, appendix F.2; AdA, section on the RL agent):
 *
 *     π_prior = (1 − β − υ) π_target + β π_b + υ u
 *
 * @returns probabilities [N, A]
 */
export function priorPolicy({ target, behaviour, actionDims, behaviourPrior, uniformPrior }: PriorInputs): Tensor2D {
  assertShape({ target, behaviour }, 'N A', { A: actionDims.reduce((a, b) => a + b, 0) });
  const uniform = tf.tensor1d(actionDims.flatMap((count) => Array<number>(count).fill(uniformPrior / count)));
  return tf.add(
    tf.add(tf.mul(tf.exp(target), 1 - behaviourPrior - uniformPrior), tf.mul(tf.exp(behaviour), behaviourPrior)),
    uniform,
  );
}

/**
 * Trace coefficients (Munos et al. 2016, equation 4): cₜ = λ min(1, π_prior(aₜ) / π_b(aₜ)).
 *
 * @param prior log π_prior(aₜ) [N]
 * @param behaviour log π_b(aₜ) [N]
 * @returns [N]
 */
export function traceCoefficients(prior: Tensor1D, behaviour: Tensor1D, lambda: number): Tensor1D {
  assertShape({ prior, behaviour }, 'N');
  return tf.mul(tf.minimum(tf.exp(tf.sub(prior, behaviour)), 1), lambda);
}

/** Inputs of the returns. All tensors are [B, T]. */
export interface ReturnInputs {
  /** Reward after the action at t. */
  rewards: Tensor2D;
  /** vₜ, state value of the target network. */
  values: Tensor2D;
  /** q̂ₜ = r̂₁ + γ v̂₁ of the action taken, from the one-step model of the target network. */
  modelValues: Tensor2D;
  /** cₜ, see `traceCoefficients`. */
  traces: Tensor2D;
  /** 1 for real steps. */
  mask: Tensor2D;
  /** γ */
  discount: number;
  /** κ: fraction of the model's value in qₜ. */
  qMix: number;
  /** Smallest and largest value that the value head can represent. */
  range: readonly [number, number];
}

/**
 * Returns from which values and policy learn. The trace is corrected against qₜ:
 *
 *     qₜ = (1 − κ) vₜ + κ q̂ₜ,  Gₜ = rₜ + γ (vₜ₊₁ + cₜ₊₁ (Gₜ₊₁ − qₜ₊₁)),  clipped to the value head's range
 *
 * - κ = 0, **the default** (`retraceQMix` 0): λ-returns on state values with clipped traces as in V-trace. This is not
 *   Retrace. It is not V-trace either, whose target is vₜ + min(1, π/π_b) (Gₜ − vₜ) (Espeholt et al. 2018, equation 1).
 * - κ = 1: Retrace with q from the one-step model, as in Muesli (section 4.4) and AdA.
 * - Between them: a mixture. It is specific to this project.
 *
 * The clipping is also specific to this project. While the model is inaccurate, its errors accumulate along the trace.
 *
 * @returns [B, T]
 */
export function returnTargets({ values, modelValues, qMix, range, ...others }: ReturnInputs): Tensor2D {
  assertShape({ values, modelValues }, 'B T');
  const actionValues = emaUpdate(values, modelValues, qMix);
  return tf.clipByValue(retrace({ values, actionValues, ...others }), ...range);
}

/** Inputs of the scale of the advantages. */
export interface AdvantageScaleInputs {
  /** Gₜ − vₜ [N]. */
  errors: Tensor1D;
  /** 1 for real steps [N]. */
  mask: Tensor1D;
  /** m: the second moment before this update; 0 before the first update. */
  moment: Scalar;
  /** u: number of updates before this one. */
  updates: Scalar;
  /** ρ (0.99 in Muesli). */
  decay: number;
}

/**
 * The scale that both kinds of advantage share: a moving second moment of the errors, bias-corrected and not centred
 * (Muesli, section 4.5):
 *
 *     m ← ρ m + (1 − ρ) E[(G − v)²],  σ² = m / (1 − ρᵘ⁺¹) + 10⁻¹²
 *
 * @returns σ as `std`, and the new m
 */
export function advantageScale({ errors, mask, moment, updates, decay }: AdvantageScaleInputs) {
  assertShape({ errors, mask }, 'N');
  const next: Scalar = tf.add(tf.mul(moment, decay), tf.mul(maskedMean(tf.square(errors), mask), 1 - decay));
  const correction = tf.sub(1, tf.pow(tf.scalar(decay), tf.add(updates, 1)));
  const std: Scalar = tf.sqrt(tf.add(tf.div(next, correction), 1e-12));
  return { std, moment: next };
}

/**
 * Standardises the advantages of one minibatch to mean 0 and standard deviation 1, for PPO (Schulman et al. 2017, as in
 * common implementations): (A − mean A) / √(var A + 10⁻⁸), over real steps.
 *
 * @param advantages [N]
 * @param mask [N]
 * @returns [N]
 */
export function standardised(advantages: Tensor1D, mask: Tensor1D): Tensor1D {
  assertShape({ advantages, mask }, 'N');
  const centred = tf.sub(advantages, maskedMean(advantages, mask));
  const std = tf.sqrt(tf.add(maskedMean(tf.square(centred), mask), 1e-8));
  return tf.div(centred, std);
}
