import { type Backend, jit, jitStep, type SpecTree, type TensorTree, valueAndGrad } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  convolutionCases,
  elementwiseCases,
  indexingCases,
  productCases,
  reductionCases,
  shapeCases,
} from './kernel-cases.js';
import { problemOf } from './kernel-problem.js';
import { difference, runOnce, withGradients } from './reference.js';
import { batchSpecs, initialise, layout, loss, randomBatch, type Sizes } from './transformer.js';

/** Why the backend cannot run here, or undefined if it can. */
async function obstacle(backend: Backend): Promise<string | undefined> {
  try {
    // A build of tfjs-node outside this package's dependencies may be named by its path.
    if (backend === 'tfjs-node' && process.env.TFJS_NODE) await import(process.env.TFJS_NODE);
    const fn = ({ x }: TensorTree) => ({ y: tf.neg(x as tf.Tensor) });
    await runOnce(await jit(fn, { x: { shape: [2], dtype: 'float32' } }, { backend }), { x: new Float32Array(2) });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What TensorFlow itself refuses. */
const REFUSED: Record<string, string[]> = {
  'tfjs-node': ['unsortedSegmentSum, out of range', 'conv2d, padded'],
  'tfjs-node-gpu': ['unsortedSegmentSum, out of range', 'conv2d, padded'],
};

const cases = Object.entries({
  ...elementwiseCases,
  ...reductionCases,
  ...shapeCases,
  ...indexingCases,
  ...productCases,
  ...convolutionCases,
});

const sizes: Sizes = {
  ...{ episodes: 2, steps: 5, features: 6, actions: 3, bins: 5 },
  ...{ d: 8, layers: 2, heads: 2, expansion: 2 },
};

/** Losses of 20 steps of gradient descent on a small transformer. */
async function losses(backend: Backend): Promise<Float32Array> {
  const parameters = layout(sizes);
  const state: SpecTree = { p: { shape: [parameters.size], dtype: 'float32' } };
  const update = ({ p }: TensorTree, batch: TensorTree) => {
    const f = (flat: tf.Tensor1D) => ({ loss: loss(parameters.split(flat), batch, sizes) });
    const { value, gradient } = valueAndGrad(f)(p as tf.Tensor1D);
    return { state: { p: tf.sub(p as tf.Tensor, tf.mul(gradient, 0.05)) }, metrics: { value } };
  };
  const step = await jitStep(update, { state, batch: batchSpecs(sizes) }, { backend });
  step.setState({ p: initialise(parameters) });
  const value = new Float32Array(1);
  const all = new Float32Array(20);
  for (const i of all.keys()) {
    await step.run(randomBatch(sizes), { value });
    all[i] = value[0];
  }
  await step.release();
  return all;
}

for (const backend of ['tfjs-node', 'tfjs-node-gpu', 'onnx-webgpu', 'onnx-cuda'] as const) {
  const reason = await obstacle(backend);
  if (reason) console.log(`Not tested: ${backend}. ${reason}`);
  describe.skipIf(reason)(`${backend} equals onnx-cpu`, () => {
    test.each(cases.filter(([name]) => !REFUSED[backend]?.includes(name)))('%s', async (_, item) => {
      const { specs, fn, data } = problemOf(item, [3, 2, 4], 0, 7);
      const whole = item.gradient === false ? fn : withGradients(fn, specs);
      const expected = await runOnce(await jit(whole, specs), data);
      const actual = await runOnce(await jit(whole, specs, { backend }), data);
      for (const name in expected) expect(difference(actual[name], expected[name])).toBeLessThan(1e-4);
    });

    test('20 steps of a transformer', async () => {
      const [expected, actual] = [await losses('onnx-cpu'), await losses(backend)];
      expect(difference(actual, expected)).toBeLessThan(1e-3);
      expect(actual[19]).toBeLessThan(actual[0]);
    });
  });
}

test('there is something to compare with', () => {
  expect(cases.length).toBeGreaterThan(150);
});
