import { adamW, jitStep, type TensorTree, valueAndGrad } from '@open-ada/onnx-jit';
import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { batchSpecs, flops, initialise, layout, loss, randomBatch, type Sizes } from './transformer.js';

const sizes: Sizes = {
  episodes: 16,
  steps: 160,
  features: 64,
  actions: 8,
  bins: 21,
  d: 96,
  layers: 2,
  heads: 4,
  expansion: 2,
};

// A measurement, not a check: MEASURE=1 pnpm exec vitest run packages/onnx-jit/test/transformer-speed.test.ts
test.runIf(process.env.MEASURE)('one training step of a small transformer', async () => {
  const parameters = layout(sizes);
  const optimiser = adamW({ learningRate: 1e-3, gradNorm: 1 });
  const specs = {
    state: {
      parameters: { shape: [parameters.size], dtype: 'float32' as const },
      optimiser: optimiser.specs(parameters.size),
    },
    batch: batchSpecs(sizes),
  };
  const started = performance.now();
  const step = await jitStep(
    (state, batch) => {
      const { value, gradient } = valueAndGrad((flat: tf.Tensor1D) => ({
        loss: loss(parameters.split(flat), batch, sizes),
      }))(state.parameters as tf.Tensor1D);
      const update = optimiser.update(state.parameters as tf.Tensor1D, gradient, state.optimiser as TensorTree);
      return {
        state: { parameters: update.parameters, optimiser: update.state },
        metrics: { loss: value, norm: update.gradNorm },
      };
    },
    specs,
    { threads: Number(process.env.THREADS ?? 1), profile: process.env.PROFILE },
  );
  const compiled = performance.now() - started;
  step.setState({ parameters: initialise(parameters) });
  const batch = randomBatch(sizes);
  const metrics = { loss: new Float32Array(1), norm: new Float32Array(1) };
  const times: number[] = [];
  for (let i = 0; i < 30; i++) {
    // The process's own time: others may share the machine.
    const from = process.cpuUsage();
    await step.run(batch, metrics);
    const { user, system } = process.cpuUsage(from);
    times.push((user + system) / 1000);
  }
  times.sort((a, b) => a - b);
  const median = times[15];
  const gflops = flops(sizes, parameters) / median / 1e6;
  console.log(
    `${parameters.size} parameters, compile ${compiled.toFixed(0)} ms, file ${step.onnx!.length} B, CPU time median ${median.toFixed(1)} ms, best ${times[0].toFixed(1)} ms, ` +
      `${gflops.toFixed(1)} GFLOP/s, loss ${metrics.loss[0].toFixed(4)}`,
  );
  expect(metrics.loss[0]).toBeLessThan(6);
  await step.release();
});
