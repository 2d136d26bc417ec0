import { attention, jit, type TensorTree } from '@open-ada/onnx-jit';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generator } from './random.js';
import { compare, compareNumerically, difference, runOnce } from './reference.js';

interface Sizes {
  batch: number;
  heads: number;
  time: number;
  width: number;
  valueWidth: number;
  fixed: number;
  block: number;
  causal: boolean;
  /** Which axis of the mask is 1: none, the batch, the heads, the queries; 4: no mask. */
  masked: number;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  heads: fc.integer({ min: 1, max: 3 }),
  time: fc.integer({ min: 1, max: 7 }),
  width: fc.integer({ min: 1, max: 4 }),
  valueWidth: fc.integer({ min: 1, max: 4 }),
  fixed: fc.nat(2),
  block: fc.integer({ min: 1, max: 8 }),
  causal: fc.boolean(),
  masked: fc.nat(4),
});

function problem(s: Sizes, seed: number) {
  const random = generator(seed);
  const shapes = {
    query: [s.batch, s.heads, s.time, s.width + s.fixed],
    key: [s.batch, s.heads, s.time, s.width],
    value: [s.batch, s.heads, s.time, s.valueWidth],
  };
  const specs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: 'float32' as const }]),
  );
  const data = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => 4 * random() - 2),
    ]),
  );
  const maskShape = [s.batch, s.heads, s.time, s.time].map((size, axis) => (axis === s.masked - 1 ? 1 : size));
  // Every query sees the first key.
  const hidden = Float32Array.from({ length: maskShape.reduce((a, b) => a * b) }, (_, i) =>
    i % s.time > 0 && random() < 0.3 ? -1e4 : 0,
  );
  const fixed = Float32Array.from({ length: s.time * s.fixed }, () => 2 * random() - 1);
  const options = () => ({
    mask: s.masked === 4 ? undefined : tf.tensor(hidden, maskShape),
    causal: s.causal,
    block: s.block,
    fixedKeys: s.fixed > 0 ? tf.tensor(fixed, [1, 1, s.time, s.fixed]) : undefined,
  });
  return { specs, data, options };
}

/** The definition, in plain operations. */
function plain(query: tf.Tensor, key: tf.Tensor, value: tf.Tensor, options: ReturnType<typeof problem>['options']) {
  const { mask, causal, fixedKeys } = options();
  const [batch, heads, time] = key.shape as number[];
  const keys = fixedKeys ? tf.concat([key, tf.tile(fixedKeys, [batch, heads, 1, 1])], 3) : key;
  let scores = tf.matMul(query, keys, false, true);
  if (mask) scores = tf.add(scores, mask);
  if (causal) {
    const elements = Float32Array.from({ length: time * time }, (_, i) => (i % time > Math.floor(i / time) ? -1e4 : 0));
    scores = tf.add(scores, tf.tensor(elements, [1, 1, time, time]));
  }
  return tf.matMul(tf.softmax(scores), value);
}

test('attention and its gradient equal the definition, for any shape, mask and block', async () => {
  const property = fc.asyncProperty(sizes, fc.nat(), async (s, seed) => {
    const { specs, data, options } = problem(s, seed);
    const fused = ({ query, key, value }: TensorTree) => ({
      y: attention(query as tf.Tensor, key as tf.Tensor, value as tf.Tensor, options()),
    });
    const reference = ({ query, key, value }: TensorTree) => ({
      y: plain(query as tf.Tensor, key as tf.Tensor, value as tf.Tensor, options),
    });
    expect(await compare(fused, specs, data, true)).toBeLessThan(2e-5);
    const expected = await runOnce(await jit(reference, specs, { backend: 'tfjs-cpu' }), data);
    const actual = await runOnce(await jit(fused, specs), data);
    expect(difference(actual.y, expected.y)).toBeLessThan(2e-5);
    expect(await compareNumerically(fused, specs, data)).toBeLessThan(1e-2);
  });
  const common = { batch: 2, heads: 2, width: 3, valueWidth: 2, fixed: 2, masked: 2 };
  const threeBlocks: Sizes = { ...common, time: 5, block: 2, causal: true };
  await fc.assert(property, { numRuns: 15, examples: [[threeBlocks, 1]] });
});

test('weights beyond single precision neither spread to hidden keys nor become subnormal', async () => {
  const specs = Object.fromEntries(
    Object.entries({ query: 1, key: 1, value: 6 }).map(([name, width]) => [
      name,
      { shape: [1, 1, 6, width], dtype: 'float32' as const },
    ]),
  );
  const data = {
    query: new Float32Array(6).fill(1),
    key: Float32Array.of(-88, -95, 0, -70, -100, -120),
    // Values of one-hot rows make the output the weights themselves.
    value: Float32Array.from({ length: 36 }, (_, i) => (i % 7 === 0 ? 1 : 0)),
  };
  const fn = ({ query, key, value }: TensorTree) => ({
    y: attention(query as tf.Tensor, key as tf.Tensor, value as tf.Tensor, { causal: true, block: 4 }),
  });
  const { y } = await runOnce(await jit(fn, specs), data);
  for (let t = 0; t < 6; t++) {
    const weights = y.subarray(t * 6, t * 6 + 6);
    expect(weights.slice(t + 1).every((weight) => weight < 1e-25)).toBe(true);
    expect([...weights].reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect(weights.every((weight) => weight === 0 || weight > 1.2e-38)).toBe(true);
  }
  expect(y[30 + 2]).toBe(1);
});

test('a causal attention refuses keys of another number', async () => {
  const fn = () => ({
    y: attention(tf.ones([1, 1, 2, 3]), tf.ones([1, 1, 4, 3]), tf.ones([1, 1, 4, 3]), { causal: true }),
  });
  await expect(jit(fn, {})).rejects.toThrow('as many queries as keys, not 2 and 4');
});
