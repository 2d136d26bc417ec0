import { countFlops, gru, gruStep, jit, scan, type TensorTree } from '@open-ada/onnx-jit';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generator } from './random.js';
import { compareNumerically, difference, runOnce } from './reference.js';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The recurrence as a loop over numbers. */
function loop(x: Float32Array, u: Float32Array, keep: Float32Array, [time, batch, width]: number[]): Float32Array {
  const h = new Float32Array(time * batch * width);
  for (let b = 0; b < batch; b++) {
    let before = new Float64Array(width);
    for (let t = 0; t < time; t++) {
      const kept = before.map((value) => value * keep[t * batch + b]);
      const product = (column: number) =>
        kept.reduce((sum, value, row) => sum + value * u[row * 3 * width + column], 0);
      const given = (column: number) => x[(t * batch + b) * 3 * width + column];
      before = kept.map((old, i) => {
        const z = sigmoid(given(i) + product(i));
        const r = sigmoid(given(width + i) + product(width + i));
        const n = Math.tanh(given(2 * width + i) + r * product(2 * width + i));
        return (1 - z) * n + z * old;
      });
      h.set(before, (t * batch + b) * width);
    }
  }
  return h;
}

const spec = (...shape: number[]) => ({ shape, dtype: 'float32' as const });
const op = ({ x, u, keep }: TensorTree) => ({ h: gru(x as tf.Tensor3D, u as tf.Tensor2D, keep as tf.Tensor3D) });

function problem([time, batch, width]: number[], seed: number) {
  const random = generator(seed);
  const numbers = (size: number) => Float32Array.from({ length: size }, () => 3 * random() - 1.5);
  return {
    specs: { x: spec(time, batch, 3 * width), u: spec(width, 3 * width), keep: spec(time, batch, 1) },
    data: {
      x: numbers(time * batch * 3 * width),
      u: numbers(width * 3 * width),
      // Some states are forgotten.
      keep: Float32Array.from({ length: time * batch }, () => (random() < 0.25 ? 0 : 1)),
    },
  };
}

describe('gru', () => {
  test('equals the loop on every backend, and its gradient finite differences', async () => {
    const dims = fc.tuple(...[6, 3, 4].map((max) => fc.integer({ min: 1, max })));
    const property = fc.asyncProperty(dims, fc.nat(), async (sizes, seed) => {
      const { specs, data } = problem(sizes, seed);
      const expected = loop(data.x, data.u, data.keep, sizes);
      for (const backend of ['onnx-cpu', 'tfjs-cpu'] as const) {
        const { h } = await runOnce(await jit(op, specs, { backend }), data);
        expect(difference(h, expected)).toBeLessThan(1e-5);
      }
      const { keep, ...differentiable } = specs;
      // Made inside: what the loss makes is gone when its gradient is taken, unless it is saved.
      const fn = ({ x, u }: TensorTree) => ({
        h: gru(x as tf.Tensor3D, u as tf.Tensor2D, tf.tensor3d(data.keep, keep.shape as [number, number, number])),
      });
      expect(await compareNumerically(fn, differentiable, { x: data.x, u: data.u })).toBeLessThan(1e-2);
    });
    await fc.assert(property, { numRuns: 12, examples: [[[5, 2, 3], 1]] });
  });

  test('a step at a time is the same', async () => {
    const [time, batch, width] = [4, 2, 3];
    const { specs, data } = problem([time, batch, width], 3);
    data.keep.fill(1);
    const steps = ({ x, u }: TensorTree) => {
      let h = tf.zeros([batch, width]) as tf.Tensor2D;
      for (const each of tf.unstack(x as tf.Tensor)) h = gruStep(each as tf.Tensor2D, h, u as tf.Tensor2D);
      return { h };
    };
    const { keep: _, ...without } = specs;
    const { h } = await runOnce(await jit(steps, without), { x: data.x, u: data.u });
    const all = (await runOnce(await jit(op, specs), data)).h;
    expect(difference(h, all.slice(-batch * width))).toBeLessThan(1e-6);
  });

  test('costs the graph no more nodes for more steps, and is counted for all of them', async () => {
    const sizeOf = async (time: number) => {
      const compiled = await jit(op, problem([time, 2, 3], 1).specs);
      await compiled.release();
      return compiled.onnx!.length;
    };
    expect(Math.abs((await sizeOf(300)) - (await sizeOf(3)))).toBeLessThan(100);
    expect(countFlops(op, problem([300, 2, 3], 1).specs)).toBe(300 * 2 * 2 * 3 * 9);
  });
});

describe('scan', () => {
  test('hands on states, stacks outputs, reads tensors around it, both ways', async () => {
    const fn = ({ x, scale }: TensorTree) => {
      const run = (reverse: boolean) =>
        scan(
          ([sum, count], [each]) => {
            const next = tf.add(sum, tf.mul(each, scale as tf.Tensor));
            return { states: [next, tf.add(count, 1)], outputs: [next, tf.mul(each, 7)] };
          },
          [tf.zeros([2]), tf.scalar(0)],
          [x as tf.Tensor],
          { reverse },
        );
      const [forth, back] = [run(false), run(true)];
      return {
        forth: forth.outputs[0],
        sevens: back.outputs[1],
        back: back.outputs[0],
        last: back.states[0],
        count: forth.states[1],
      };
    };
    const data = { x: Float32Array.of(1, 2, 3, 4, 5, 6), scale: Float32Array.of(10) };
    for (const backend of ['onnx-cpu', 'tfjs-cpu'] as const) {
      const results = await runOnce(await jit(fn, { x: spec(3, 2), scale: spec() }, { backend }), data);
      expect({ ...results }).toEqual({
        forth: Float32Array.of(10, 20, 40, 60, 90, 120),
        sevens: Float32Array.of(7, 14, 21, 28, 35, 42),
        back: Float32Array.of(90, 120, 80, 100, 50, 60),
        last: Float32Array.of(90, 120),
        count: Float32Array.of(3),
      });
    }
  });
});
