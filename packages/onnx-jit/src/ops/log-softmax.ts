import * as tf from '@tensorflow/tfjs-core';

/**
 * Logarithms of softmax probabilities over the last axis. tfjs's own function makes six operations; this one is a
 * single operator in a compiled graph. Any shape [..., n].
 */
export function logSoftmax<T extends tf.Tensor>(logits: T): T {
  const fused = tf.getKernel('LogSoftmax', tf.getBackend()) != null;
  const op = tf.customGrad((...args) => {
    const x = args[0] as tf.Tensor;
    const save = args[1] as tf.GradSaveFunc;
    const value = fused ? (tf.engine().runKernel('LogSoftmax', { logits: x }) as tf.Tensor) : tf.logSoftmax(x);
    save([value]);
    const gradFunc = (dy: tf.Tensor, [y]: tf.Tensor[]): tf.Tensor =>
      tf.sub(dy, tf.mul(tf.sum(dy, -1, true), tf.exp(y)));
    return { value, gradFunc: gradFunc as never };
  });
  return op(logits) as T;
}
