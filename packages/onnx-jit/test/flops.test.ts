import { countFlops, type TensorTree, valueAndGrad } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

const f32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const });
const matrices = { a: f32(5, 3), b: f32(3, 7) };

describe('countFlops', () => {
  it('counts a multiplication and an addition for each term of a product', () => {
    const fn = ({ a, b }: TensorTree) => ({ y: tf.relu(tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D)) });
    expect(countFlops(fn, matrices)).toBe(2 * 5 * 3 * 7);
  });

  it.each([
    [false, true, [4, 5, 3], [4, 7, 3]],
    [true, false, [4, 3, 5], [4, 3, 7]],
  ])('knows the inner dimension of transposed products (%s, %s)', (transposeA, transposeB, a, b) => {
    const fn = (x: TensorTree) => ({ y: tf.matMul(x.a as tf.Tensor, x.b as tf.Tensor, transposeA, transposeB) });
    expect(countFlops(fn, { a: f32(...a), b: f32(...b) })).toBe(4 * 2 * 5 * 3 * 7);
  });

  it('counts the backward pass: one product more for each factor that takes a gradient', () => {
    const fn = ({ a, b }: TensorTree) => {
      const loss = (x: tf.Tensor2D) => ({ loss: tf.sum(tf.square(tf.matMul(a as tf.Tensor2D, x))) as tf.Scalar });
      return { gradient: valueAndGrad(loss)(b as tf.Tensor2D).gradient };
    };
    expect(countFlops(fn, matrices)).toBe(2 * (2 * 5 * 3 * 7));
  });

  it('leaves out what is computed twice or not used', () => {
    const fn = ({ a, b }: TensorTree) => {
      const product = () => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);
      tf.matMul(b as tf.Tensor2D, product(), false, true);
      return { y: tf.add(product(), tf.neg(product())) };
    };
    expect(countFlops(fn, matrices)).toBe(2 * 5 * 3 * 7);
  });

  it('does not count a sum over rows, although it runs as a product with ones', () => {
    expect(countFlops(({ a }: TensorTree) => ({ y: tf.sum(a as tf.Tensor2D, 0) }), { a: matrices.a })).toBe(0);
  });

  it('counts convolutions and their gradient by the image', () => {
    const fn = ({ image, filter }: TensorTree) => ({
      y: tf.conv2d(image as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same'),
    });
    const specs = { image: f32(2, 8, 6, 3), filter: f32(3, 3, 3, 5) };
    const forward = 2 * (2 * 4 * 3 * 5) * (3 * 3 * 3);
    expect(countFlops(fn, specs)).toBe(forward);
    const backward = ({ image, filter }: TensorTree) => {
      const loss = (x: tf.Tensor4D) => ({ loss: tf.sum(tf.conv2d(x, filter as tf.Tensor4D, 2, 'same')) as tf.Scalar });
      return { gradient: valueAndGrad(loss)(image as tf.Tensor4D).gradient };
    };
    expect(countFlops(backward, specs)).toBe(forward);
  });
});
