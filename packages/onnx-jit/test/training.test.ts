import { Worker } from 'node:worker_threads';
import { adamW, type Backend, jitStep, type SpecTree, type TensorTree, valueAndGrad } from '@open-ada/onnx-jit';
import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { batchSpecs, initialise, layout, loss, randomBatch, type Sizes } from './transformer.js';

const sizes: Sizes = {
  ...{ episodes: 2, steps: 6, features: 4, actions: 3, bins: 5 },
  ...{ d: 8, layers: 1, heads: 2, expansion: 2 },
};
const STEPS = 500;

/** The task: action and return follow from the observations of this step and the last one. */
function taskBatch(seed: number) {
  const batch = randomBatch(sizes, seed);
  const { steps, features, actions } = sizes;
  for (let row = 0; row < batch.actions.length; row++) {
    const at = (back: number): number =>
      row % steps < back ? 0 : Math.sign(batch.observations[(row - back) * features]);
    batch.actions[row] = (at(0) + 1 + (at(1) > 0 ? 1 : 0)) % actions;
    batch.returns[row] = at(0) + at(1);
  }
  return batch;
}

/** Losses of 500 steps of AdamW. */
async function train(backend: Backend): Promise<number[]> {
  const parameters = layout(sizes);
  const optimiser = adamW({ learningRate: 3e-3, warmUpSteps: 20, gradNorm: 1, weightDecay: 1e-3 });
  const state: SpecTree = {
    p: { shape: [parameters.size], dtype: 'float32' },
    optimiser: optimiser.specs(parameters.size),
  };
  const update = (now: TensorTree, batch: TensorTree) => {
    const f = (flat: tf.Tensor1D) => ({ loss: loss(parameters.split(flat), batch, sizes) });
    const { value, gradient } = valueAndGrad(f)(now.p as tf.Tensor1D);
    const next = optimiser.update(now.p as tf.Tensor1D, gradient, now.optimiser as TensorTree);
    return { state: { p: next.parameters, optimiser: next.state }, metrics: { value } };
  };
  const step = await jitStep(update, { state, batch: batchSpecs(sizes) }, { backend });
  step.setState({ p: initialise(parameters) });
  const value = new Float32Array(1);
  const losses: number[] = [];
  for (let i = 0; i < STEPS; i++) {
    await step.run(taskBatch(i), { value });
    losses.push(value[0]);
  }
  await step.release();
  return losses;
}

const mean = (list: number[]): number => list.reduce((a, b) => a + b) / list.length;

test('500 steps of a transformer end at the same loss compiled and eager, within 1 %', async () => {
  const [compiled, eager] = [await train('onnx-cpu'), await train('tfjs-cpu')];
  const [start, end] = [mean(compiled.slice(0, 20)), mean(compiled.slice(-100))];
  expect(end).toBeLessThan(0.6 * start);
  expect(Math.abs(end / mean(eager.slice(-100)) - 1)).toBeLessThan(0.01);
  // Before rounding has had time to grow.
  for (let i = 0; i < 50; i++) expect(Math.abs(compiled[i] - eager[i])).toBeLessThan(1e-3);
});

test('two workers train at once, each as if alone', async () => {
  const code = `
    import { parentPort, workerData } from 'node:worker_threads';
    const tf = await import(${JSON.stringify(import.meta.resolve('@tensorflow/tfjs-core'))});
    const { jitStep } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)});
    const f32 = (...shape) => ({ shape, dtype: 'float32' });
    const update = ({ w }, { x }) => {
      const g = tf.grad((v) => tf.mean(tf.square(tf.sub(tf.matMul(x, v), workerData))))(w);
      return { state: { w: tf.sub(w, tf.mul(g, 0.1)) }, metrics: {} };
    };
    const step = await jitStep(update, { state: { w: f32(64, 64) }, batch: { x: f32(64, 64) } }, { threads: 2 });
    step.setState({ w: new Float32Array(4096).fill(0.01) });
    const x = Float32Array.from({ length: 4096 }, (_, i) => Math.sin(i));
    parentPort.postMessage('ready');
    await new Promise((resolve) => parentPort.once('message', resolve));
    for (let i = 0; i < 300; i++) await step.run({ x }, {});
    parentPort.postMessage(step.state().w);
    await step.release();`;
  const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const next = (worker: Worker) =>
    new Promise<Float32Array>((resolve, reject) => worker.once('message', resolve).once('error', reject));
  const together = async (...targets: number[]): Promise<Float32Array[]> => {
    const workers = targets.map((workerData) => new Worker(url, { workerData }));
    await Promise.all(workers.map(next));
    const results = workers.map(next);
    for (const worker of workers) worker.postMessage('go');
    const weights = await Promise.all(results);
    await Promise.all(workers.map((worker) => worker.terminate()));
    return weights;
  };
  const [a, b] = await together(1, 2);
  expect([a]).toEqual(await together(1));
  expect([b]).toEqual(await together(2));
  expect(a).not.toEqual(b);
});
