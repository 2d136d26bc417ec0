import {
  adamW,
  emaUpdate,
  jit,
  jitStep,
  ParameterLayout,
  stopGradient,
  type TensorTree,
  valueAndGrad,
} from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { generator } from './random.js';
import { difference } from './reference.js';

const vector = (size: number) => ({ shape: [size], dtype: 'float32' as const });

describe('jitStep', () => {
  const counter = (state: TensorTree, batch: TensorTree) => {
    const sum = tf.add(state.sum as tf.Tensor, batch.x as tf.Tensor);
    return { state: { sum, last: batch.x }, metrics: { total: tf.sum(sum) } };
  };

  test('carries its state from step to step over two sets of arrays', async () => {
    const step = await jitStep(counter, { state: { sum: vector(2), last: vector(2) }, batch: { x: vector(2) } });
    const metrics = { total: new Float32Array(1) };
    step.setState({ sum: Float32Array.of(10, 20) });
    const sets = new Set<unknown>();
    for (let i = 1; i <= 5; i++) {
      await step.run({ x: Float32Array.of(i, 0) }, metrics);
      sets.add(step.state().sum);
      expect(step.state().last[0]).toBe(i);
    }
    expect(metrics.total[0]).toBe(45);
    expect([...step.state().sum]).toEqual([25, 20]);
    expect(sets.size).toBe(2);
    step.setState({ sum: Float32Array.of(0, 0) });
    await step.run({ x: Float32Array.of(1, 1) }, {});
    expect([...step.state().sum]).toEqual([1, 1]);
    await step.release();
  });

  test('refuses a state that changes its shape', async () => {
    const grow = (state: TensorTree) => ({
      state: { a: tf.stack([state.a as tf.Tensor, state.a as tf.Tensor]) },
      metrics: {},
    });
    await expect(jitStep(grow, { state: { a: vector(2) }, batch: {} })).rejects.toThrow(
      /'a' is float32 \[2\] before and float32 \[2,2\]/,
    );
  });
});

describe('adamW', () => {
  const optimiser = adamW({
    learningRate: 0.02,
    weightDecay: 0.01,
    warmUpSteps: 10,
    totalSteps: 200,
    sqrtDecaySteps: 25,
    gradNorm: 0.5,
    updateClip: 1,
  });
  const size = 12;
  const update = (state: TensorTree, batch: TensorTree) => {
    const f = (x: tf.Tensor1D) => ({
      loss: tf.mean(tf.square(tf.sub(tf.tanh(x), batch.target as tf.Tensor))) as tf.Scalar,
    });
    const { value, gradient } = valueAndGrad(f)(state.x as tf.Tensor1D);
    const next = optimiser.update(state.x as tf.Tensor1D, gradient, state.optimiser as TensorTree);
    return { state: { x: next.parameters, optimiser: next.state }, metrics: { value, rate: next.learningRate } };
  };
  const specs = { state: { x: vector(size), optimiser: optimiser.specs(size) }, batch: { target: vector(size) } };
  const random = generator(3);
  const x = Float32Array.from({ length: size }, () => 2 * random() - 1);
  const target = Float32Array.from({ length: size }, () => random());

  /** The same in double precision, from the paper's algorithm. */
  function reference(steps: number): Float64Array {
    const p = Float64Array.from(x);
    const m = new Float64Array(size);
    const v = new Float64Array(size);
    for (let t = 1; t <= steps; t++) {
      const g = p.map((w, i) => (2 / size) * (Math.tanh(w) - target[i]) * (1 - Math.tanh(w) ** 2));
      const norm = Math.hypot(...g);
      const rate = 0.02 * Math.min(t / 10, 1) * Math.min(1, Math.sqrt(25 / t)) * (1 - t / 200);
      for (const i of p.keys()) {
        const scaled = g[i] * Math.min(1, 0.5 / norm);
        m[i] = 0.9 * m[i] + 0.1 * scaled;
        v[i] = 0.999 * v[i] + 0.001 * scaled * scaled;
        const u = m[i] / (1 - 0.9 ** t) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
        p[i] -= rate * Math.max(-1, Math.min(1, u)) + rate * 0.01 * p[i];
      }
    }
    return p;
  }

  test('100 compiled steps equal eager ones and the algorithm in double precision within 1e-4', async () => {
    const results: Float32Array[] = [];
    for (const backend of ['onnx-cpu', 'tfjs-cpu'] as const) {
      const step = await jitStep(update, specs, { backend });
      step.setState({ x });
      const metrics = { value: new Float32Array(1), rate: new Float32Array(1) };
      for (let i = 0; i < 100; i++) await step.run({ target }, metrics);
      expect(metrics.rate[0]).toBeCloseTo(0.005, 6);
      expect(step.state()['optimiser/step'][0]).toBe(100);
      results.push(step.state().x as Float32Array);
      await step.release();
    }
    expect(difference(results[0], results[1])).toBeLessThan(1e-5);
    expect(difference(results[0], Float32Array.from(reference(100)))).toBeLessThan(1e-4);
    expect(difference(results[0], x)).toBeGreaterThan(0.1);
  });

  test('moments of a parameter without gradient do not become subnormal', async () => {
    const idle = (state: TensorTree) => {
      const zeros = tf.zerosLike(state.x as tf.Tensor1D);
      const next = optimiser.update(state.x as tf.Tensor1D, zeros, state.optimiser as TensorTree);
      return { state: { x: next.parameters, optimiser: next.state }, metrics: {} };
    };
    const step = await jitStep(idle, { state: specs.state, batch: {} });
    step.setState({ 'optimiser/firstMoment': new Float32Array(size).fill(1e-36) });
    for (let i = 0; i < 200; i++) await step.run({}, {});
    const moment = step.state()['optimiser/firstMoment'][0];
    expect(moment === 0 || moment >= 2 ** -126).toBe(true);
    expect(moment).toBeLessThan(1e-36);
    await step.release();
  });
});

test('emaUpdate moves the average by the rate', async () => {
  const compiled = await jit(({ a, b }) => ({ c: emaUpdate(a as tf.Tensor, b as tf.Tensor, 0.1) }), {
    a: vector(2),
    b: vector(2),
  });
  const c = new Float32Array(2);
  await compiled.run({ a: Float32Array.of(1, 2), b: Float32Array.of(11, -8) }, { c });
  expect([...c]).toEqual([2, 1]);
  await compiled.release();
});

describe('ParameterLayout', () => {
  const layout = new ParameterLayout([
    { name: 'w', shape: [2, 3] },
    { name: 'b', shape: [3] },
    { name: 'unused', shape: [2] },
  ]);

  test('gives the gradient of its tensors as one vector', async () => {
    const f = (flat: tf.Tensor1D) => {
      const { w, b } = layout.split(flat);
      return { loss: tf.add(tf.sum(tf.square(w)), tf.sum(tf.mul(b, [1, 2, 3]))) as tf.Scalar, aux: { w } };
    };
    const compiled = await jit(
      ({ x }) => {
        const { gradient, aux } = valueAndGrad(f)(x as tf.Tensor1D);
        return { gradient, ...aux };
      },
      { x: vector(layout.size) },
    );
    const x = Float32Array.from({ length: layout.size }, (_, i) => i);
    const results = { gradient: new Float32Array(layout.size), w: new Float32Array(6) };
    await compiled.run({ x }, results);
    expect([...results.gradient]).toEqual([0, 2, 4, 6, 8, 10, 1, 2, 3, 0, 0]);
    expect([...results.w]).toEqual([0, 1, 2, 3, 4, 5]);
    await compiled.release();
  });

  test('views a parameter in place and refuses what it does not know', () => {
    const flat = new Float32Array(layout.size);
    layout.view(flat, 'b').fill(7);
    expect([...flat.slice(5, 10)]).toEqual([0, 7, 7, 7, 0]);
    expect(() => layout.view(flat, 'c')).toThrow("There is no parameter 'c'.");
    expect(
      () =>
        new ParameterLayout([
          { name: 'a', shape: [1] },
          { name: 'a', shape: [1] },
        ]),
    ).toThrow("Two parameters are named 'a'.");
  });
});

test.each(['onnx-cpu', 'tfjs-cpu'] as const)(
  'stopGradient lets values through and no gradient (%s)',
  async (backend) => {
    const fn = ({ x }: TensorTree) => {
      const f = (y: tf.Tensor1D) => ({ loss: tf.sum(tf.mul(y, stopGradient(tf.square(y)))) as tf.Scalar });
      const { value, gradient } = valueAndGrad(f)(x as tf.Tensor1D);
      return { value, gradient };
    };
    const compiled = await jit(fn, { x: vector(2) }, { backend });
    const results = { value: new Float32Array(1), gradient: new Float32Array(2) };
    await compiled.run({ x: Float32Array.of(2, 3) }, results);
    expect(results.value[0]).toBe(35);
    expect([...results.gradient]).toEqual([4, 9]);
    await compiled.release();
  },
);
