import * as tf from '@tensorflow/tfjs-core';

type Gradients = Record<string, () => tf.Tensor>;

/**
 * How the gradient of a kernel's output becomes the gradients of its inputs. `saved` holds the inputs named in `inputs`
 * (or all inputs of a list), then the outputs if `output` is set.
 */
export interface GradientRule {
  inputs?: string[];
  allInputs?: boolean;
  output?: boolean;
  gradient(dy: tf.Tensor, saved: tf.Tensor[], attrs: Record<string, unknown>): Gradients;
}

export function register(rules: Record<string, GradientRule>): void {
  for (const [kernelName, rule] of Object.entries(rules)) {
    tf.registerGradient({
      kernelName,
      inputsToSave: rule.inputs,
      saveAllInputs: rule.allInputs,
      outputsToSave: rule.output ? [true] : undefined,
      gradFunc: rule.gradient as tf.GradFunc,
    });
  }
}

/** Sums a gradient over the axes along which its operand of the given shape was broadcast. */
export function unbroadcast(gradient: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape);
}

export const zeros = (x: tf.Tensor): tf.Tensor => tf.zerosLike(x.dtype === 'float32' ? x : tf.cast(x, 'float32'));

/** 1 where the condition holds. */
export const indicator = (condition: tf.Tensor): tf.Tensor => tf.cast(condition, 'float32');
