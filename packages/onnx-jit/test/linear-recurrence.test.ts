import { jit, linearRecurrence, type TensorTree } from '@open-ada/onnx-jit';
import '@tensorflow/tfjs-backend-cpu';
import type * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generator } from './random.js';
import { compareNumerically, difference, runOnce } from './reference.js';

/** One row, last step first or first step first. */
function loop(a: Float32Array, b: Float32Array, time: number, reverse: boolean): Float32Array {
  const x = new Float32Array(a.length);
  for (let row = 0; row < a.length; row += time) {
    let last = 0;
    for (let i = 0; i < time; i++) {
      const t = row + (reverse ? time - 1 - i : i);
      last = a[t] + b[t] * last;
      x[t] = last;
    }
  }
  return x;
}

test('all steps at once equal the loop, and the gradient finite differences', async () => {
  const shape = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 });
  const property = fc.asyncProperty(shape, fc.boolean(), fc.nat(), async (dims, reverse, seed) => {
    const random = generator(seed);
    const size = dims.reduce((x, y) => x * y);
    const data = {
      a: Float32Array.from({ length: size }, () => 2 * random() - 1),
      // Some factors are zero: there an episode ends.
      b: Float32Array.from({ length: size }, () => (random() < 0.2 ? 0 : 1.8 * random() - 0.9)),
    };
    const spec = { shape: dims, dtype: 'float32' as const };
    const fn = ({ a, b }: TensorTree) => ({ y: linearRecurrence(a as tf.Tensor, b as tf.Tensor, { reverse }) });
    const expected = loop(data.a, data.b, dims.at(-1) as number, reverse);
    for (const backend of ['onnx-cpu', 'tfjs-cpu'] as const) {
      const { y } = await runOnce(await jit(fn, { a: spec, b: spec }, { backend }), data);
      expect(difference(y, expected)).toBeLessThan(1e-5);
    }
    expect(await compareNumerically(fn, { a: spec, b: spec }, data)).toBeLessThan(1e-2);
  });
  await fc.assert(property, {
    numRuns: 15,
    examples: [
      [[2, 7], true, 1],
      [[2, 7], false, 1],
    ],
  });
});
