import type { Sizes } from '@open-ada/onnx-jit';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Sequences } from './batch.js';
import type { DreamerConfig } from './config.js';
import { categoricalEntropy } from './equations/categorical.js';
import { balancedKl } from './equations/kl-balance.js';
import { continueLoss, imageLoss, reconstructionLoss, twoHotLoss } from './equations/losses.js';
import type { Parameters } from './network/layers.js';
import type { DreamerNetwork } from './network/network.js';
import type { Latent } from './network/rssm.js';
import type { Seen } from './network/senses.js';

/** The world model on a minibatch. */
export interface WorldModelOutputs {
  losses: Record<'dyn' | 'rep' | 'reconstruction' | 'reward' | 'continue', Scalar>;
  metrics: Record<'priorEntropy' | 'posteriorEntropy', Scalar>;
  /** Posterior states of all steps, row n = t B + b. */
  posterior: Latent;
  /** Their features [T B, F]. */
  features: Tensor2D;
}

/** A [B, T] tensor as rows n = t B + b. */
export const stepRows = (x: Tensor2D): Tensor1D => tf.reshape(tf.transpose(x), [-1]);

/**
 * Loss terms of the world model (Hafner et al. 2025, equations 2 and 3): the decoder, reward and continue flag from the
 * posterior's features, and the two halves of the KL divergence. All gradients reach the representation.
 */
export function worldModel(
  { network, config, sizes }: { network: DreamerNetwork; config: DreamerConfig; sizes: Sizes },
  p: Parameters,
  sequences: Sequences,
): WorldModelOutputs {
  const { rssm, twoHot } = network;
  const { B, T, S } = sizes;
  const { observations, actions, keep, posteriorNoise: noise, initial } = sequences;
  const tokens = tf.reshape<tf.Rank.R3>(network.encode(p, observations), [T, B, -1]);
  const observed = rssm.observe(p, { tokens, actions, keep, noise, initial });
  const posterior = { deter: observed.deter, stoch: observed.stoch };
  const features = network.featuresOf(posterior);
  const probabilities = {
    posterior: rssm.probabilities(observed.logits),
    prior: rssm.probabilities(rssm.prior(p, observed.deter)),
  };
  const entropy = (p: Tensor2D): Scalar => tf.mul(tf.mean(categoricalEntropy(p)), S);
  return {
    losses: {
      ...balancedKl({ ...probabilities, latents: S, freeNats: config.freeNats }),
      reconstruction: reconstruction(network.decode(p, posterior, features), network.senses.parts(observations)),
      reward: twoHotLoss(network.reward(p, features), twoHot.encode(stepRows(sequences.rewards))),
      continue: continueLoss(network.continues(p, features), stepRows(sequences.terminal), config.horizon),
    },
    metrics: { priorEntropy: entropy(probabilities.prior), posteriorEntropy: entropy(probabilities.posterior) },
    posterior,
    features,
  };
}

/** The sum over what there is: an image, numbers, or both. */
function reconstruction(decoded: Seen, seen: Seen): Scalar {
  const image = decoded.image && seen.image && imageLoss(decoded.image, seen.image);
  const vector = decoded.vector && seen.vector && reconstructionLoss(decoded.vector, seen.vector);
  if (image && vector) return tf.add(image, vector);
  return (image ?? vector) as Scalar;
}
