import * as tf from '@tensorflow/tfjs-core';
import { blend, momentState, type Optimiser } from './optimiser.js';
import type { ParameterLayout } from './parameters.js';

/** Constants of LaProp with adaptive gradient clipping. */
export interface LaPropConfig {
  learningRate: number;
  /** Decay of the momentum. Default 0.9. */
  beta1?: number;
  /** Decay of the mean square of the gradient. Default 0.999. */
  beta2?: number;
  /** Default 1e-20. */
  epsilon?: number;
  /** Steps over which the learning rate rises linearly from 0. Default 0. */
  warmUpSteps?: number;
  /**
   * Largest norm of a parameter's gradient, as a fraction of the norm of the parameter. A larger gradient is scaled down
   * to it, tensor by tensor. Default: no limit.
   */
  clip?: {
    fraction: number;
    /** The norm of a parameter counts as at least this. */
    leastNorm: number;
    layout: ParameterLayout;
  };
}

/**
 * Scales each tensor's gradient so that its norm is at most `fraction` times the norm of the tensor (adaptive gradient
 * clipping; Brock et al. 2021, here by whole tensors as in DreamerV3):
 *
 *     g / max(1, |g| / (fraction max(leastNorm, |p|)))
 *
 * @param parameters [P]
 * @param gradient [P]
 * @returns [P]
 */
export function clipByParameterNorm(
  parameters: tf.Tensor1D,
  gradient: tf.Tensor1D,
  { fraction, leastNorm, layout }: NonNullable<LaPropConfig['clip']>,
): tf.Tensor1D {
  const norm = (x: tf.Tensor): tf.Tensor => tf.sqrt(tf.sum(tf.square(x)));
  const [p, g] = [layout.split(parameters), layout.split(gradient)];
  const clipped = layout.entries.map(({ name }) => {
    const limit = tf.mul(tf.maximum(norm(p[name]), leastNorm), fraction);
    return tf.reshape(tf.div(g[name], tf.maximum(tf.div(norm(g[name]), limit), 1)), [-1]);
  });
  return tf.concat(clipped) as tf.Tensor1D;
}

/**
 * LaProp (Ziyin et al. 2020) over one flat vector: the gradient is divided by its root mean square first, and momentum
 * comes after. The momentum of a step therefore never has the scale of an earlier one, which allows a tiny epsilon.
 *
 *     v = beta2 v + (1 - beta2) g^2,  u = g / (sqrt(v / (1 - beta2^t)) + epsilon)
 *     m = beta1 m + (1 - beta1) u,    p = p - rate m / (1 - beta1^t)
 *
 * It has the interface and the state entries of {@link adamW}.
 */
export function laProp(config: LaPropConfig): Optimiser {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-20, warmUpSteps = 0, clip } = config;
  return {
    ...momentState,
    update(parameters, gradient, state) {
      const step = tf.add(state.step as tf.Scalar, 1) as tf.Scalar;
      const gradNorm = tf.sqrt(tf.sum(tf.square(gradient))) as tf.Scalar;
      const g = clip ? clipByParameterNorm(parameters, gradient, clip) : gradient;
      const second = blend(state.secondMoment as tf.Tensor1D, tf.square(g), beta2);
      const root = tf.sqrt(tf.div(second, tf.sub(1, tf.pow(beta2, step))));
      const first = blend(state.firstMoment as tf.Tensor1D, tf.div(g, tf.add(root, epsilon)), beta1);
      const warm = warmUpSteps > 0 ? tf.minimum(tf.div(step, warmUpSteps), 1) : tf.scalar(1);
      const learningRate = tf.mul(warm, config.learningRate) as tf.Scalar;
      const rate = tf.div(learningRate, tf.sub(1, tf.pow(beta1, step)));
      return {
        parameters: tf.sub(parameters, tf.mul(first, rate)) as tf.Tensor1D,
        state: { firstMoment: first, secondMoment: second, step },
        gradNorm,
        learningRate,
      };
    },
  };
}
