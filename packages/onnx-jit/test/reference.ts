import {
  allocateAll,
  type Compiled,
  type Data,
  flattenSpecs,
  jit,
  type SpecTree,
  type TensorTree,
} from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { withOfficialGradients } from './official-gradients.js';

/** Largest difference, each relative to max(1, |expected|); equal infinities and NaN differ by nothing. */
export function difference(actual: Data, expected: Data): number {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  for (let i = 0; i < actual.length; i++) {
    if (Object.is(actual[i], expected[i]) || actual[i] === expected[i]) continue;
    const error = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    worst = Math.max(worst, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  }
  return worst;
}

export async function runOnce(compiled: Compiled, data: Record<string, Data>): Promise<Record<string, Data>> {
  const results = allocateAll(compiled.outputs);
  await compiled.run(data, results);
  await compiled.release();
  return results;
}

type Fn = (inputs: TensorTree) => TensorTree;

/** A weighted sum of all outputs, so that no two elements are alike. */
function weightedSum(outputs: TensorTree): tf.Scalar {
  const sums = (Object.values(outputs) as tf.Tensor[]).map((y) => {
    const weights = Float32Array.from({ length: y.size }, (_, i) => Math.cos(i * 1.3) + 0.2);
    return tf.sum(tf.mul(y, tf.tensor(weights, y.shape)));
  });
  return sums.reduce((a, b) => tf.add(a, b)) as tf.Scalar;
}

/** The function with the gradients of the weighted sum of its outputs by every float input. */
export function withGradients(fn: Fn, specs: SpecTree): Fn {
  const names = Object.entries(flattenSpecs(specs)).flatMap(([name, { dtype }]) => (dtype === 'float32' ? [name] : []));
  return (inputs) => {
    const loss = (...tensors: tf.Tensor[]): tf.Scalar =>
      weightedSum(fn({ ...inputs, ...Object.fromEntries(names.map((name, i) => [name, tensors[i]])) }));
    const gradients = tf.grads(loss)(names.map((name) => inputs[name] as tf.Tensor));
    return { value: fn(inputs), gradient: Object.fromEntries(gradients.map((g, i) => [names[i], g])) };
  };
}

/**
 * Checks a compiled function, and its gradients if asked for, against tfjs-cpu: values with this package's kernels,
 * gradients with tfjs's own rules.
 *
 * @returns the largest difference
 */
export async function compare(
  fn: Fn,
  specs: SpecTree,
  data: Record<string, Data>,
  gradients: boolean,
): Promise<number> {
  const whole = gradients ? withGradients(fn, specs) : fn;
  const actual = await runOnce(await jit(whole, specs), data);
  const eager = async () => runOnce(await jit(whole, specs, { backend: 'tfjs-cpu' }), data);
  const expected = gradients ? await withOfficialGradients(eager) : await eager();
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  return Math.max(...Object.keys(expected).map((name) => difference(actual[name], expected[name])));
}

/**
 * Checks the compiled gradient of every float input against central differences of the compiled function.
 *
 * @returns the largest difference, relative to max(1, |expected|)
 */
export async function compareNumerically(
  fn: Fn,
  specs: SpecTree,
  data: Record<string, Data>,
  step = 1 / 64,
): Promise<number> {
  const actual = await runOnce(await jit(withGradients(fn, specs), specs), data);
  const loss = await jit((inputs) => ({ loss: weightedSum(fn(inputs)) }), specs);
  const result = { loss: new Float32Array(1) };
  const at = async (): Promise<number> => {
    await loss.run(data, result);
    return result.loss[0];
  };
  let worst = 0;
  for (const name of Object.keys(data)) {
    const gradient = actual[`gradient/${name}`];
    if (!gradient) continue;
    const expected = new Float32Array(gradient.length);
    for (let i = 0; i < expected.length; i++) {
      const x = data[name][i];
      data[name][i] = x + step;
      const above = await at();
      data[name][i] = x - step;
      expected[i] = (above - (await at())) / (2 * step);
      data[name][i] = x;
    }
    worst = Math.max(worst, difference(gradient, expected));
  }
  await loss.release();
  return worst;
}
