import { assertShape, linearRecurrence } from '@open-ada/onnx-jit';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Inputs of λ-returns. All tensors are [N, L], over L states in order. */
export interface LambdaReturnInputs {
  /** Reward received on arrival in state t. */
  rewards: Tensor2D;
  /** γ cₜ: the discount times the probability that the episode goes on after state t. */
  discounts: Tensor2D;
  /** Value of state t, from which the return is bootstrapped. */
  values: Tensor2D;
  /** 1 if no step of the same episode follows state t: the trace is cut there, and its value taken. */
  last: Tensor2D;
  /** λ */
  lambda: number;
}

/**
 * λ-returns (Hafner et al. 2025, equation 7) of the first L − 1 states:
 *
 *     Rₜ = rₜ₊₁ + γ cₜ₊₁ ((1 − λₜ₊₁) vₜ₊₁ + λₜ₊₁ Rₜ₊₁),  λₜ = λ (1 − lastₜ),  R at the end = v
 *
 * @returns [N, L − 1]
 */
export function lambdaReturn({ rewards, discounts, values, last, lambda }: LambdaReturnInputs): Tensor2D {
  const { N, L } = assertShape({ rewards, discounts, values, last }, 'N L');
  const later = (x: Tensor2D): Tensor2D => tf.slice(x, [0, 1], [N, L - 1]);
  const [reward, discount, value] = [later(rewards), later(discounts), later(values)];
  const traces = tf.mul(tf.sub(1, later(last)), lambda);
  const terms = tf.add(reward, tf.mul(tf.mul(tf.sub(1, traces), discount), value));
  const factors: Tensor2D = tf.mul(discount, traces);
  // The recurrence starts from zero past the end; the last state's value enters as one more term.
  const end = tf.slice(values, [0, L - 1], [N, 1]);
  const all = linearRecurrence(tf.concat([terms, end], 1), tf.concat([factors, tf.zeros([N, 1])], 1), {
    reverse: true,
  });
  return tf.slice(all, [0, 0], [N, L - 1]) as Tensor2D;
}
