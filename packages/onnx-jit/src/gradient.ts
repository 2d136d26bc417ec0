import * as tf from '@tensorflow/tfjs-core';

/** The same tensor, through which no gradient flows. A backward pass does not visit the operations before it. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  // To the gradient tape this is an operation without inputs.
  return tf.customGrad(() => ({ value: tf.clone(x), gradFunc: () => [] }))() as T;
}

/** Result of a loss function: a scalar to differentiate and, optionally, auxiliary tensors to return. */
export interface Loss<Aux extends Record<string, tf.Tensor>> {
  loss: tf.Scalar;
  aux?: Aux;
}

/**
 * Differentiates a loss with respect to one tensor.
 *
 * @returns a function that returns the loss, its gradient (of the shape of `x`) and the auxiliary tensors, which carry
 *   no gradient
 */
export function valueAndGrad<Aux extends Record<string, tf.Tensor>, X extends tf.Tensor = tf.Tensor1D>(
  f: (x: X) => Loss<Aux>,
): (x: X) => { value: tf.Scalar; gradient: X; aux: Aux } {
  return (x) => {
    let kept: [string, tf.Tensor][] = [];
    const lossOf = (input: tf.Tensor): tf.Scalar => {
      const { loss, aux } = f(input as X);
      // tfjs disposes every tensor that the function makes, except those it returns and those that are kept.
      kept = Object.entries(aux ?? {}).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]);
      return loss;
    };
    const { value, grad } = tf.valueAndGrad(lossOf)(x);
    const aux = kept.map(([name, tensor]) => {
      const copy = tf.clone(tensor);
      tensor.dispose();
      return [name, copy] as const;
    });
    return { value: value as tf.Scalar, gradient: grad as X, aux: Object.fromEntries(aux) as Aux };
  };
}
