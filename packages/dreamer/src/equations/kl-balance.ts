import { assertShape, stopGradient } from '@open-ada/onnx-jit';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { categoricalKl } from './categorical.js';

/** Posterior and prior over the latents of N states, one row for each of the S latents. */
export interface KlInputs {
  /** Probabilities of the posterior [N S, C]. */
  posterior: Tensor2D;
  /** Probabilities of the prior [N S, C]. */
  prior: Tensor2D;
  /** S */
  latents: number;
  /** Nats below which a state's divergence is not worth lowering. */
  freeNats: number;
}

/**
 * The two halves of the KL divergence between posterior and prior (Hafner et al. 2025, equation 3), as means over N:
 *
 *     L_dyn = E[max(free, KL(sg(posterior) ‖ prior))]     moves the prior
 *     L_rep = E[max(free, KL(posterior ‖ sg(prior)))]     moves the posterior
 *
 * The divergence is the sum over the S latents, and the sum is clipped. Below `freeNats` there is no gradient.
 */
export function balancedKl({ posterior, prior, latents, freeNats }: KlInputs): { dyn: Scalar; rep: Scalar } {
  assertShape({ posterior, prior }, 'R C');
  const clipped = (p: Tensor2D, q: Tensor2D): Scalar => {
    const sums: Tensor1D = tf.sum(tf.reshape(categoricalKl(p, q), [-1, latents]), 1);
    return tf.mean(tf.maximum(sums, freeNats));
  };
  return { dyn: clipped(stopGradient(posterior), prior), rep: clipped(posterior, stopGradient(prior)) };
}
