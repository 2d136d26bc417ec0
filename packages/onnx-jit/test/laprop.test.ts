import { clipByParameterNorm, jit, jitStep, laProp, ParameterLayout } from '@open-ada/onnx-jit';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { generator } from './random.js';
import { runOnce } from './reference.js';

beforeAll(() => tf.setBackend('cpu'));

const layout = new ParameterLayout([
  { name: 'matrix', shape: [2, 2] },
  { name: 'zeros', shape: [3] },
]);
const clip = { fraction: 0.3, leastNorm: 1e-3, layout };

describe('adaptive gradient clipping', () => {
  test('limits each tensor by its own norm, and zeros by the least norm', () => {
    const p = tf.tensor1d([3, 0, 0, 4, 0, 0, 0]);
    // The matrix has norm 5: a gradient of norm 10 becomes 1.5. Zeros count as 1e-3: norm 2 becomes 3e-4.
    const g = tf.tensor1d([6, 8, 0, 0, 0, 2, 0]);
    const clipped = [...clipByParameterNorm(p, g, clip).dataSync()];
    [0.9, 1.2, 0, 0, 0, 3e-4, 0].forEach((x, i) => {
      expect(clipped[i]).toBeCloseTo(x, 7);
    });
  });

  test('leaves smaller gradients as they are', () => {
    const g = tf.tensor1d([0.6, 0.8, 0, 0, 0, 2e-4, 0]);
    expect([...clipByParameterNorm(tf.tensor1d([3, 0, 0, 4, 0, 0, 0]), g, clip).dataSync()]).toEqual([...g.dataSync()]);
  });
});

/** The optimiser as a loop over numbers. */
function slow(parameters: number[], gradients: number[][], rate: number, warmUp: number): number[] {
  const [p, m, v] = [[...parameters], parameters.map(() => 0), parameters.map(() => 0)];
  gradients.forEach((raw, i) => {
    const t = i + 1;
    const clipped = [raw.slice(0, 4), raw.slice(4)].flatMap((g, tensor) => {
      const norm = Math.hypot(...(tensor === 0 ? p.slice(0, 4) : p.slice(4)));
      const over = Math.max(1, Math.hypot(...g) / (0.3 * Math.max(1e-3, norm)));
      return g.map((x) => x / over);
    });
    clipped.forEach((g, j) => {
      v[j] = 0.99 * v[j] + 0.01 * g * g;
      const u = g / (Math.sqrt(v[j] / (1 - 0.99 ** t)) + 1e-20);
      m[j] = 0.9 * m[j] + 0.1 * u;
      p[j] -= (rate * Math.min(1, t / warmUp) * m[j]) / (1 - 0.9 ** t);
    });
  });
  return p;
}

describe('LaProp', () => {
  test('is the loop over numbers, over gradients of very different sizes', async () => {
    const random = generator(5);
    const start = Array.from({ length: 7 }, (_, i) => (i < 4 ? random() - 0.5 : 0)).map(Math.fround);
    const gradients = Array.from({ length: 12 }, (_, t) =>
      start.map(() => Math.fround((random() - 0.5) * 10 ** (t % 4 === 0 ? -9 : 1))),
    );
    const optimiser = laProp({ learningRate: 0.01, beta2: 0.99, warmUpSteps: 5, clip });
    const step = await jitStep(
      (state, { g }) => {
        const next = optimiser.update(state.p as tf.Tensor1D, g as tf.Tensor1D, state);
        return { state: { p: next.parameters, ...next.state }, metrics: { rate: next.learningRate } };
      },
      {
        state: { p: { shape: [7], dtype: 'float32' }, ...optimiser.specs(7) },
        batch: { g: { shape: [7], dtype: 'float32' } },
      },
    );
    step.setState({ p: Float32Array.from(start), ...optimiser.initialState(7) });
    const rate = new Float32Array(1);
    for (const g of gradients) await step.run({ g: Float32Array.from(g) }, { rate });
    slow(start, gradients, 0.01, 5).forEach((x, i) => {
      expect(step.state().p[i]).toBeCloseTo(x, 6);
    });
    expect(rate[0]).toBeCloseTo(0.01, 8);
    await step.release();
  });

  test('a step does not depend on the scale of the gradients', async () => {
    const optimiser = laProp({ learningRate: 0.1 });
    const run = async (scale: number) => {
      const fn = ({ p, g, firstMoment, secondMoment, step }: Record<string, unknown>) => ({
        p: optimiser.update(p as tf.Tensor1D, g as tf.Tensor1D, { firstMoment, secondMoment, step } as never)
          .parameters,
      });
      const vector = { shape: [3], dtype: 'float32' as const };
      const compiled = await jit(fn, { p: vector, g: vector, ...optimiser.specs(3) });
      const data = { p: Float32Array.of(1, 2, 3), g: Float32Array.of(scale, -2 * scale, 0) };
      return (await runOnce(compiled, { ...data, ...optimiser.initialState(3) })).p;
    };
    for (const scale of [1, 1e-12, 1e8]) {
      (await run(scale)).forEach((x, i) => {
        expect(x).toBeCloseTo([0.9, 2.1, 3][i], 5);
      });
    }
  });
});
