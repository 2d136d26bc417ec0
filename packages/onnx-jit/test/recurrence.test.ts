import { jit, recurrence, rmsNorm, type SpecTree, silu, type TensorTree } from '@open-ada/onnx-jit';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { generator } from './random.js';
import { compareNumerically, difference, runOnce, withGradients } from './reference.js';

const spec = (...shape: number[]) => ({ shape, dtype: 'float32' as const });
const [BATCH, A, B] = [2, 3, 2];

/** Two states that read one another; `unused` inputs come in as noise; one state is forgotten after each step. */
const step = ({
  states: [h, z],
  inputs: [x],
  constants: [noise],
  parameters: [u, v, gain],
}: Parameters<Parameters<typeof recurrence>[0]>[0]): tf.Tensor2D[] => {
  const next = tf.tanh(tf.add(tf.matMul(tf.concat([h, z], 1), u as tf.Tensor2D), x));
  const normed = silu(rmsNorm(next, gain as tf.Tensor1D)) as tf.Tensor2D;
  return [normed, tf.mul(tf.matMul(normed, v as tf.Tensor2D), noise), tf.square(normed) as tf.Tensor2D];
};

type Run = typeof recurrence;
/** The same as nodes for each step, with tfjs's own tape. */
const unrolled: Run = (one, { parameters, initial, inputs, constants = [] }) => {
  let states = initial;
  const all: tf.Tensor2D[][] = [];
  for (let t = 0; t < inputs[0].shape[0]; t++) {
    const at = (list: tf.Tensor[]) => list.map((each) => tf.reshape(tf.slice(each, t, 1), each.shape.slice(1)));
    states = one({ states, inputs: at(inputs), constants: at(constants), parameters });
    all.push(states);
  }
  return initial.map((_, i) => tf.stack(all.map((each) => each[i])) as tf.Tensor3D);
};

const specs = (time: number): SpecTree => ({
  ...{ u: spec(A + B, A), v: spec(A, B), gain: spec(A), h: spec(BATCH, A), z: spec(BATCH, B), x: spec(time, BATCH, A) },
});
const noiseOf = (time: number) =>
  tf.tensor3d(
    Array.from({ length: time * BATCH * B }, (_, i) => Math.sin(i + 1)),
    [time, BATCH, B],
  );
const fn =
  (run: Run, time: number) =>
  ({ u, v, gain, h, z, x }: TensorTree) => {
    const [a, b, c] = run(step, {
      parameters: [u, v, gain] as tf.Tensor[],
      initial: [h, z, tf.zeros([BATCH, A])] as tf.Tensor2D[],
      inputs: [x as tf.Tensor],
      constants: [noiseOf(time)],
    });
    return { a, b, c };
  };

function data(time: number, seed: number) {
  const random = generator(seed);
  const sizes = { u: (A + B) * A, v: A * B, gain: A, h: BATCH * A, z: BATCH * B, x: time * BATCH * A };
  return Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [name, Float32Array.from({ length: size }, () => 2 * random() - 1)]),
  );
}

describe('recurrence', () => {
  test.each([1, 2, 5])(
    '%i steps: values and gradients are those of the unrolled loop, on every backend',
    async (time) => {
      const inputs = data(time, time);
      const expected = await runOnce(await jit(withGradients(fn(unrolled, time), specs(time)), specs(time)), inputs);
      for (const backend of ['onnx-cpu', 'tfjs-cpu'] as const) {
        const whole = withGradients(fn(recurrence, time), specs(time));
        const actual = await runOnce(await jit(whole, specs(time), { backend }), inputs);
        expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
        for (const [name, values] of Object.entries(expected)) {
          expect([backend, name, difference(actual[name], values) < 1e-5]).toEqual([backend, name, true]);
        }
      }
    },
  );

  test('the gradient is that of finite differences', async () => {
    expect(await compareNumerically(fn(recurrence, 3), specs(3), data(3, 7))).toBeLessThan(1e-2);
  });

  test('costs the graph no more nodes for more steps', async () => {
    const sizeOf = async (time: number) => {
      const op = ({ u, v, gain, h, z, x }: TensorTree) => {
        const lossOf = (weights: tf.Tensor) => {
          const [a] = recurrence(step, {
            parameters: [weights, v, gain] as tf.Tensor[],
            initial: [h, z, tf.zeros([BATCH, A])] as tf.Tensor2D[],
            inputs: [x as tf.Tensor],
            constants: [tf.ones([time, BATCH, B])],
          });
          return tf.sum(tf.square(a)) as tf.Scalar;
        };
        return { gradient: tf.grad(lossOf)(u as tf.Tensor) };
      };
      const compiled = await jit(op, specs(time));
      await compiled.release();
      return compiled.onnx!.length;
    };
    expect(Math.abs((await sizeOf(200)) - (await sizeOf(3)))).toBeLessThan(200);
  });
});
