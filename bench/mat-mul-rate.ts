import { jit } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';

/** GFLOP/s of plain products of 1024 x 1024 matrices in ONNX Runtime. */
export async function matMulRate(threads: number): Promise<number> {
  const n = 1024;
  const spec = { shape: [n, n], dtype: 'float32' as const };
  const fn = ({ a, b }: Record<string, unknown>) => ({ c: tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D) });
  const product = await jit(fn, { a: spec, b: spec }, { threads });
  const [a, b, c] = [0, 1, 2].map(() => new Float32Array(n * n).map(() => Math.random() - 0.5));
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    await product.run({ a, b }, { c });
    best = Math.min(best, performance.now() - start);
  }
  await product.release();
  return (2 * n ** 3) / best / 1e6;
}
