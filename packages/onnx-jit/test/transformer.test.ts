import { allocateAll, jit, valueAndGrad } from '@open-ada/onnx-jit';
import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { generator } from './random.js';
import { difference, runOnce } from './reference.js';
import { batchSpecs, initialise, layout, loss, randomBatch, type Sizes } from './transformer.js';

const sizes: Sizes = {
  episodes: 2,
  steps: 5,
  features: 6,
  actions: 3,
  bins: 5,
  d: 8,
  layers: 2,
  heads: 2,
  expansion: 2,
};
const parameters = layout(sizes);
const specs = { batch: batchSpecs(sizes), parameters: { shape: [parameters.size], dtype: 'float32' as const } };
const data = {
  parameters: initialise(parameters),
  ...Object.fromEntries(Object.entries(randomBatch(sizes)).map(([name, value]) => [`batch/${name}`, value])),
};

const lossAndGradient = (inputs: Parameters<Parameters<typeof jit>[0]>[0]) => {
  const f = (flat: tf.Tensor1D) => ({ loss: loss(parameters.split(flat), inputs.batch as never, sizes) });
  const { value, gradient } = valueAndGrad(f)(inputs.parameters as tf.Tensor1D);
  return { value, gradient };
};

test('a transformer compiled gives the loss and gradient of tfjs-cpu', async () => {
  const compiled = await runOnce(await jit(lossAndGradient, specs), data);
  const eager = await runOnce(await jit(lossAndGradient, specs, { backend: 'tfjs-cpu' }), data);
  expect(difference(compiled.value, eager.value)).toBeLessThan(1e-5);
  expect(difference(compiled.gradient, eager.gradient)).toBeLessThan(1e-4);
  expect(compiled.gradient.some((x) => Math.abs(x) > 0.1)).toBe(true);
});

test('its gradient agrees with finite differences along random directions', async () => {
  const compiled = await jit(lossAndGradient, specs);
  const results = allocateAll(compiled.outputs);
  await compiled.run(data, results);
  const gradient = results.gradient.slice() as Float32Array;
  const random = generator(5);
  for (let trial = 0; trial < 8; trial++) {
    const direction = Float32Array.from(gradient, () => random() - 0.5);
    const slope = gradient.reduce((sum, g, i) => sum + g * direction[i], 0);
    const at = async (h: number): Promise<number> => {
      const moved = data.parameters.map((x, i) => x + h * direction[i]);
      await compiled.run({ ...data, parameters: moved }, results);
      return results.value[0];
    };
    const numeric = ((await at(2e-3)) - (await at(-2e-3))) / 4e-3;
    // Single precision leaves about three digits of a central difference.
    expect(Math.abs(slope - numeric)).toBeLessThan(5e-3 * Math.max(1, Math.abs(numeric)));
  }
  await compiled.release();
});
