import { Worker } from 'node:worker_threads';
import { gelu, jit, layerNorm, logSoftmax, silu, type TensorTree } from '@open-ada/onnx-jit';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { generator } from './random.js';
import { compare, compareNumerically, runOnce } from './reference.js';

const vector = (size: number) => ({ shape: [size], dtype: 'float32' as const });
const x2 = { x: vector(2) };

/** Operators of the compiled graph in the order of the file, without those that compute outputs (which bear the outputs' names). */
async function operators(...[fn, specs]: Parameters<typeof jit>): Promise<string[]> {
  const compiled = await jit(fn, specs);
  const text = Buffer.from(compiled.onnx!).toString('latin1');
  await compiled.release();
  return [...new Set(text.match(/%[A-Z][A-Za-z]*_\d+/g))].map((name) => name.slice(1, name.indexOf('_')));
}

describe('tracing', () => {
  test('restores the backend, leaves no tensors behind and is independent of other traces', async () => {
    await tf.setBackend('cpu');
    const before = tf.memory().numTensors;
    const outside = tf.tensor([5, 6]);
    const both = await Promise.all([
      jit(({ x }) => ({ y: tf.mul(x as tf.Tensor, outside) }), x2),
      jit(({ x }) => ({ y: tf.add(x as tf.Tensor, outside) }), x2),
    ]);
    expect(tf.getBackend()).toBe('cpu');
    // A tensor of another backend that the function uses becomes a constant, and stays usable.
    expect([...outside.dataSync()]).toEqual([5, 6]);
    outside.dispose();
    expect(tf.memory().numTensors).toBe(before);
    const y = new Float32Array(2);
    for (const [i, expected] of [
      [10, 18],
      [7, 9],
    ].entries()) {
      await both[i].run({ x: Float32Array.of(2, 3) }, { y });
      expect([...y]).toEqual(expected);
      await both[i].release();
    }
  });

  test('restores the backend after a failure', async () => {
    await tf.setBackend('cpu');
    await expect(
      jit(() => {
        throw new Error('mine');
      }, x2),
    ).rejects.toThrow('mine');
    expect(tf.getBackend()).toBe('cpu');
  });

  test('names a kernel that it lacks, the shapes and the place', async () => {
    const fn = ({ x }: TensorTree) => ({ y: tf.image.resizeBilinear(x as tf.Tensor3D, [4, 4]) });
    const specs = { x: { shape: [2, 2, 3], dtype: 'float32' as const } };
    await expect(jit(fn, specs)).rejects.toThrow(
      /'ResizeBilinear' \(images float32 \[1, 2, 2, 3\]\).*jit\.test\.ts:\d+/,
    );
  });

  test('refuses to read elements and says where', async () => {
    const fn = ({ x }: TensorTree) => ({ y: tf.scalar((x as tf.Tensor).dataSync()[0]) });
    await expect(jit(fn, x2)).rejects.toThrow(/read while its function was being traced \(at .*jit\.test\.ts:\d+/);
  });

  test('passes inputs, constants and one value under two names through', async () => {
    const compiled = await jit(({ x }) => {
      const y = tf.square(x as tf.Tensor);
      return { x: x as tf.Tensor, a: y, b: { c: y }, ones: tf.ones([3]), flags: tf.greater(y, 4) };
    }, x2);
    const results = {
      x: new Float32Array(2),
      a: new Float32Array(2),
      'b/c': new Float32Array(2),
      ones: new Float32Array(3),
      flags: new Uint8Array(2),
    };
    await compiled.run({ x: Float32Array.of(2, 3) }, results);
    expect([...results.x, ...results.a, ...results['b/c'], ...results.ones, ...results.flags]).toEqual([
      2, 3, 4, 9, 4, 9, 1, 1, 1, 0, 1,
    ]);
    expect(compiled.outputs['b/c']).toEqual({ shape: [2], dtype: 'float32' });
    await compiled.release();
  });

  test('keeps materialised ones and repeated work out of the graph', async () => {
    const fn = ({ x }: TensorTree) => ({
      g: tf.grad((y: tf.Tensor) => tf.mean(tf.square(tf.sum(y, 1))))(x as tf.Tensor),
    });
    const compiled = await jit(fn, { x: { shape: [500, 500], dtype: 'float32' } });
    expect(compiled.onnx!.length).toBeLessThan(1000);
    await compiled.release();
  });

  test('writes what was traced first last, because ONNX Runtime takes the last of several inputs first', async () => {
    const fn = ({ x }: TensorTree) => ({ y: tf.concat([tf.exp(x as tf.Tensor), tf.sin(x as tf.Tensor)]) });
    expect(await operators(fn, x2)).toEqual(['Sin', 'Exp']);
  });

  test('adds outer products and a repeated row as one product', async () => {
    const column = { shape: [5, 12, 1], dtype: 'float32' as const };
    const row = { shape: [5, 1, 12], dtype: 'float32' as const };
    const fn = ({ a, b, c, d, e }: Record<string, tf.Tensor>) =>
      tf.add(tf.add(tf.matMul(a, b), tf.matMul(c, d)), tf.broadcastTo(e, [5, 12, 12]));
    const specs = { a: column, b: row, c: column, d: row, e: row };
    const names = await operators((x) => ({ y: tf.neg(fn(x as Record<string, tf.Tensor>)) }), specs);
    expect(names.filter((name) => name === 'MatMul')).toHaveLength(1);
    expect(names).not.toContain('Add');
  });

  test('does without a reshape and its reverse around elementwise operations', async () => {
    const fn = ({ x, bias }: TensorTree) => {
      const cubes = tf.add(tf.reshape(x as tf.Tensor, [2, 3, 4]), bias as tf.Tensor);
      return { y: tf.neg(tf.reshape(tf.mul(tf.relu(cubes), 3), [6, 4])) };
    };
    const specs = { x: { shape: [6, 4], dtype: 'float32' as const }, bias: vector(4) };
    expect(await operators(fn, specs)).toEqual(['Add', 'Relu', 'Mul']);
    const data = { x: Float32Array.from({ length: 24 }, (_, i) => i - 12), bias: Float32Array.of(0, 1, 2, 3) };
    expect(await compare(fn, specs, data, false)).toBe(0);
  });

  test('makes of equal constants one, and what is computed from them once', async () => {
    const table = () => tf.tensor(Float32Array.from({ length: 100 }, (_, i) => i));
    const fn = ({ x }: TensorTree) => {
      const twice = [1, 2].map(() => tf.sin(tf.mul(x as tf.Tensor, table())));
      return { y: tf.neg(tf.mul(twice[0], twice[1])) };
    };
    expect(await operators(fn, { x: vector(100) })).toEqual(['Mul', 'Sin', 'Mul']);
  });
});

describe('run', () => {
  test('names an array of the wrong type or length', async () => {
    const compiled = await jit(({ x }) => ({ y: tf.neg(x as tf.Tensor) }), x2);
    const y = new Float32Array(2);
    await expect(compiled.run({ x: new Float32Array(3) }, { y })).rejects.toThrow(
      "The input 'x' must be a Float32Array of 2 elements ([2]) but is a Float32Array of 3.",
    );
    await expect(compiled.run({}, { y })).rejects.toThrow(
      "'x' must be a Float32Array of 2 elements ([2]) but is nothing",
    );
    await expect(compiled.run({ x: y }, { z: y })).rejects.toThrow("There is no output 'z'.");
    await compiled.release();
  });

  test('works in a worker thread', async () => {
    const code = `
      import { parentPort } from 'node:worker_threads';
      const tf = await import(${JSON.stringify(import.meta.resolve('@tensorflow/tfjs-core'))});
      const { jit } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)});
      const f = await jit(({ x }) => ({ y: tf.square(x) }), { x: { shape: [2], dtype: 'float32' } });
      const y = new Float32Array(2);
      await f.run({ x: Float32Array.of(3, 4) }, { y });
      parentPort.postMessage([...y]);`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    const answer = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    expect(answer).toEqual([9, 16]);
    await worker.terminate();
  });

  test.each([
    ['onnx-cuda', /no 'cuda' device here .*use the backend 'onnx-cpu'\.$/],
    [
      'tfjs-node-gpu',
      /needs the package @tensorflow\/tfjs-node-gpu, which is not installed: pnpm add .*tfjs-node-gpu@4\.22\.0\.$/,
    ],
  ] as const)('says in one sentence that %s cannot be had', async (backend, message) => {
    await expect(jit(({ x }) => ({ y: tf.neg(x as tf.Tensor) }), x2, { backend })).rejects.toThrow(message);
  });
});

describe('composite operations', () => {
  const random = generator(7);
  const shapes = { x: [3, 4, 6], gain: [6], bias: [6] };
  const specs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: 'float32' as const }]),
  );
  const data = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => 4 * random() - 2),
    ]),
  );
  const norm = ({ x, gain, bias }: TensorTree) => ({
    y: layerNorm(x as tf.Tensor, gain as tf.Tensor1D, bias as tf.Tensor1D),
  });

  test('layerNorm equals tfjs-cpu and finite differences', async () => {
    expect(await compare(norm, specs, data, true)).toBeLessThan(2e-5);
    expect(await compareNumerically(norm, specs, data)).toBeLessThan(1e-2);
  });

  test.each([
    ['gelu', gelu, 1.9546, 0.8413],
    ['silu', silu, 1.7616, 0.7311],
    ['logSoftmax', logSoftmax, -0.3133, -1.3133],
  ] as const)('%s equals tfjs-cpu, finite differences and known values', async (_, op, atTwo, atOne) => {
    const fn = ({ x }: TensorTree) => ({ y: op(x as tf.Tensor) });
    expect(await compare(fn, { x: specs.x }, { x: data.x }, true)).toBeLessThan(2e-5);
    expect(await compareNumerically(fn, { x: specs.x }, { x: data.x })).toBeLessThan(5e-3);
    const y = await runOnce(await jit(fn, x2), { x: Float32Array.of(2, 1) });
    expect(y.y[0]).toBeCloseTo(atTwo, 3);
    expect(y.y[1]).toBeCloseTo(atOne, 3);
  });
});
