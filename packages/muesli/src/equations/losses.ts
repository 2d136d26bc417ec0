import { stopGradient } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { entropy } from './factored.js';
import { crossEntropy, maskedMean, total } from './masked.js';
import { assertShape } from './shapes.js';

/**
 * One function per loss term. E is the mean over the rows with mask 1. No gradient reaches a target: it is either
 * computed outside the differentiated function or stopped.
 */

/** Inputs of a policy gradient. All tensors are [N]. */
export interface PolicyGradientInputs {
  /** log π(aₜ) of the action that was taken. */
  logProb: Tensor1D;
  /** log π_b(aₜ). */
  behaviourLogProb: Tensor1D;
  /** Âₜ, normalised. */
  advantages: Tensor1D;
  /** 1 for real steps. */
  mask: Tensor1D;
}

/**
 * Policy gradient with a clipped importance weight (Muesli, section 4.2). It omits the baseline that corrects for the
 * clipping in Muesli's appendix A.
 *
 *     L_PG = −E[ρ̄ₜ Âₜ log π(aₜ)],  ρ̄ₜ = min(1, π(aₜ) / π_b(aₜ)) held constant
 *
 * The weight is clipped outside the gradient. If the ratio itself were clipped, there would be no gradient above 1.
 */
export function policyGradientLoss({ logProb, behaviourLogProb, advantages, mask }: PolicyGradientInputs): Scalar {
  assertShape({ logProb, behaviourLogProb, advantages, mask }, 'N');
  const weight = stopGradient(tf.minimum(tf.exp(tf.sub(logProb, behaviourLogProb)), 1));
  return tf.neg(maskedMean(tf.mul(tf.mul(weight, advantages), logProb), mask));
}

/**
 * PPO's clipped surrogate (Schulman et al. 2017, equation 7):
 *
 *     L_CLIP = −E[min(ρₜ Âₜ, clip(ρₜ, 1 − ε, 1 + ε) Âₜ)],  ρₜ = π(aₜ) / π_b(aₜ)
 *
 * @param ratioClip ε
 */
export function clippedSurrogateLoss(inputs: PolicyGradientInputs & { ratioClip: number }): Scalar {
  const { logProb, behaviourLogProb, advantages, mask, ratioClip } = inputs;
  assertShape({ logProb, behaviourLogProb, advantages, mask }, 'N');
  const ratio = tf.exp(tf.sub(logProb, behaviourLogProb));
  const clipped = tf.clipByValue(ratio, 1 - ratioClip, 1 + ratioClip);
  return tf.neg(maskedMean(tf.minimum(tf.mul(ratio, advantages), tf.mul(clipped, advantages)), mask));
}

/** A policy and its CMPO target in Q states. */
export interface CmpoLossInputs {
  /** `cmpoTargets` in these states [Q, A]. */
  targets: Tensor2D;
  /** log π [Q, A]. */
  logProbs: Tensor2D;
  /** 1 for a real state [Q]. */
  mask: Tensor1D;
}

/**
 * CMPO as the regulariser of the policy (Muesli, section 4.2, equations 11-12), from samples aₖ ~ π_prior:
 *
 *     L_CMPO = −E[(1/S) Σₖ (wₖ / zₖ) log π(aₖ)]
 *
 * Up to a constant, this is KL(π_CMPO ‖ π). The paper prints no minus sign; a loss needs one.
 */
export function cmpoLoss({ targets, logProbs, mask }: CmpoLossInputs): Scalar {
  assertShape({ mask }, 'Q', assertShape({ targets, logProbs }, 'Q A'));
  return tf.neg(maskedMean(tf.sum(tf.mul(targets, logProbs), 1), mask));
}

/**
 * The policy after i model steps learns the CMPO target of the state i steps later (Muesli, section 4.3; AdA sums from
 * i = 0 and calls it L_CMPO):
 *
 *     L_m = (1/I) Σ_{i=1..I} L_CMPO(target at t + i, π after i model steps from t)
 *
 * @param steps entry i − 1 is model step i
 */
export function modelPolicyLoss(steps: CmpoLossInputs[]): Scalar {
  return meanOverSteps(steps.map(cmpoLoss));
}

/** A categorical scalar and its target in N states. */
export interface CategoricalInputs {
  /** Two-hot code of the number [N, K]. */
  targets: Tensor2D;
  /** [N, K] */
  logits: Tensor2D;
  /** 1 if the number is known [N]. */
  mask: Tensor1D;
}

/**
 * Categorical value loss (MuZero, appendix F; AdA, appendix C.1, whose text mentions squared errors):
 *
 *     L_v = −E[Σ_K twohot(Gₜ) log softmax(v logits)]
 */
export function valueLoss({ targets, logits, mask }: CategoricalInputs): Scalar {
  assertShape({ mask }, 'N', assertShape({ targets, logits }, 'N K'));
  return maskedMean(crossEntropy(targets, logits), mask);
}

/**
 * The value after i model steps learns the return i steps later (Muesli, section 4.3): (1/I) Σ_{i=1..I} L_v with Gₜ₊ᵢ.
 *
 * @param steps entry i − 1 is model step i
 */
export function modelValueLoss(steps: CategoricalInputs[]): Scalar {
  return meanOverSteps(steps.map(valueLoss));
}

/**
 * The reward of the transition into model step i learns the observed reward (Muesli, section 4.3), with the same
 * cross-entropy: (1/I) Σ_{i=1..I} −E[Σ_K twohot(rₜ₊ᵢ₋₁) log softmax(r logits)].
 *
 * @param steps entry i − 1 is model step i. Its mask is that of the step before, because the reward of the last real
 *   step is known although no state follows it.
 */
export function rewardLoss(steps: CategoricalInputs[]): Scalar {
  return meanOverSteps(steps.map(valueLoss));
}

/**
 * Mean entropy of the joint action, E[−Σ π log π]. It has a negative weight in the sum of the losses. Muesli has no
 * such term (see `entropyWeight`).
 *
 * @param logProbs [N, A]
 * @param mask [N]
 */
export function entropyBonus(logProbs: Tensor2D, mask: Tensor1D): Scalar {
  assertShape({ mask }, 'N', assertShape({ logProbs }, 'N A'));
  return maskedMean(entropy(logProbs), mask);
}

/** (1/I) Σ of I terms; 0 if there are none. */
function meanOverSteps(terms: Tensor[]): Scalar {
  return terms.length === 0 ? tf.scalar(0) : total(terms.map((term) => tf.div(term, terms.length)));
}
