import { jit, rmsNorm, type TensorTree } from '@open-ada/onnx-jit';
import '@tensorflow/tfjs-backend-cpu';
import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { generator } from './random.js';
import { compareNumerically, runOnce } from './reference.js';

const specs = { x: { shape: [2, 3, 4], dtype: 'float32' as const }, gain: { shape: [4], dtype: 'float32' as const } };
const fn = ({ x, gain }: TensorTree) => ({ y: rmsNorm(x as tf.Tensor, gain as tf.Tensor1D, 0.01) });
const random = generator(2);
const data = {
  x: Float32Array.from({ length: 24 }, () => 2 * random() - 1),
  gain: Float32Array.of(1, -2, 0.5, 0),
};

test('root-mean-square normalisation is the formula, on every backend', async () => {
  for (const backend of ['onnx-cpu', 'tfjs-cpu'] as const) {
    const { y } = await runOnce(await jit(fn, specs, { backend }), data);
    y.forEach((value, i) => {
      const row = data.x.slice(i - (i % 4), i - (i % 4) + 4);
      const root = Math.sqrt(row.reduce((sum, each) => sum + each * each, 0) / 4 + 0.01);
      expect(value).toBeCloseTo((data.x[i] / root) * data.gain[i % 4], 5);
    });
  }
});

test('its gradient is that of finite differences', async () => {
  expect(await compareNumerically(fn, specs, data)).toBeLessThan(1e-2);
});
