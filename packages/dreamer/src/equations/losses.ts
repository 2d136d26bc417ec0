import { assertShape, logSoftmax } from '@open-ada/onnx-jit';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { symlog } from './symlog.js';

/** One function per loss term. E is the mean over the N rows. Targets get no gradient: they are made outside or stopped. */

/**
 * Squared error of the decoder in symlog space, summed over the floats of an observation:
 *
 *     L_rec = E[Σ (x̂ − symlog(x))²]
 *
 * @param decoded x̂ [N, O] @param observations x [N, O]
 */
export function reconstructionLoss(decoded: Tensor2D, observations: Tensor2D): Scalar {
  assertShape({ decoded, observations }, 'N O');
  return tf.mean(tf.sum(tf.squaredDifference(decoded, symlog(observations)), 1));
}

/**
 * Squared error of a decoded image, summed over its pixels and channels: L_rec = E[Σ (x̂ − x)²].
 *
 * @param decoded x̂ [N, P], in [0, 1] @param image x [N, P]
 */
export function imageLoss(decoded: Tensor2D, image: Tensor2D): Scalar {
  assertShape({ decoded, image }, 'N P');
  return tf.mean(tf.sum(tf.squaredDifference(decoded, image), 1));
}

/**
 * Cross-entropy of a number's two-hot code (Hafner et al. 2025, equation 10): E[w (−Σ_K code ln softmax(logits))].
 *
 * @param logits [N, K]
 * @param codes [N, K]; codes that are added have their losses added
 * @param weights w [N]; absent: 1
 */
export function twoHotLoss(logits: Tensor2D, codes: Tensor2D, weights?: Tensor1D): Scalar {
  const { N } = assertShape({ logits, codes }, 'N K');
  const losses: Tensor1D = tf.neg(tf.sum(tf.mul(codes, logSoftmax(logits)), 1));
  if (!weights) return tf.mean(losses);
  assertShape({ weights }, 'N', { N });
  return tf.mean(tf.mul(losses, weights));
}

/**
 * Cross-entropy of the continue flag, whose target contains the discount:
 *
 *     L_con = E[−t ln σ(l) − (1 − t) ln σ(−l)],  t = (1 − terminal)(1 − 1 / horizon)
 *
 * @param logits l [N] @param terminal 1 where the episode ends for good [N]
 */
export function continueLoss(logits: Tensor1D, terminal: Tensor1D, horizon: number): Scalar {
  assertShape({ logits, terminal }, 'N');
  const target = tf.mul(tf.sub(1, terminal), 1 - 1 / horizon);
  return tf.mean(tf.sub(tf.softplus(logits), tf.mul(target, logits)));
}

/** Inputs of the actor's loss. */
export interface ActorLossInputs {
  /** ln π(a) of the action taken [N]. */
  logProb: Tensor1D;
  /** H(π) of the policy in that state [N]. */
  entropy: Tensor1D;
  /** Advantage of the action, divided by the scale of the returns [N]. */
  advantages: Tensor1D;
  /** Probability that the imagined episode has not ended, times the discount so far [N]. */
  weights: Tensor1D;
  /** η */
  entropyWeight: number;
}

/**
 * REINFORCE with an entropy bonus (Hafner et al. 2025, equation 6), over all imagined steps:
 *
 *     L_actor = −E[w (Â ln π(a) + η H(π))]
 *
 * The same for options and for continuous actions: no gradient flows through an action or the model.
 */
export function actorLoss(inputs: ActorLossInputs): Scalar {
  const { logProb, entropy, advantages, weights, entropyWeight } = inputs;
  assertShape({ logProb, entropy, advantages, weights }, 'N');
  const gain = tf.add(tf.mul(logProb, advantages), tf.mul(entropy, entropyWeight));
  return tf.neg(tf.mean(tf.mul(weights, gain)));
}
