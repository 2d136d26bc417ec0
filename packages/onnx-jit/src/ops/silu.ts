import * as tf from '@tensorflow/tfjs-core';

/** `x sigmoid(x)` (Elfwing, Uchibe, Doya, 2017); about half the cost of `gelu`, forward and backward. Any shape. */
export function silu<T extends tf.Tensor>(x: T): T {
  const op = tf.customGrad((...args) => {
    const input = args[0] as tf.Tensor;
    const save = args[1] as tf.GradSaveFunc;
    const gate = tf.sigmoid(input);
    const value = tf.mul(input, gate);
    save([gate, value]);
    // s + x s (1 - s)
    const gradFunc = (dy: tf.Tensor, [s, y]: tf.Tensor[]): tf.Tensor => tf.mul(dy, tf.add(s, tf.sub(y, tf.mul(y, s))));
    return { value, gradFunc: gradFunc as never };
  });
  return op(x) as T;
}
