import * as tf from '@tensorflow/tfjs-core';
import { flattenTensors, nest } from '../tree.js';
import type { Backend, Compiled, Data, TensorSpec, TensorTree } from '../types.js';
import { checkArray } from './arrays.js';

type EagerBackend = Extract<Backend, `tfjs-${string}`>;

const BACKENDS: Record<EagerBackend, { module: string; name: string; install: string }> = {
  'tfjs-cpu': {
    module: '@tensorflow/tfjs-backend-cpu',
    name: 'cpu',
    install: 'pnpm add -D @tensorflow/tfjs-backend-cpu@4.22.0',
  },
  'tfjs-node-gpu': {
    module: '@tensorflow/tfjs-node-gpu',
    name: 'tensorflow',
    install: 'pnpm add @tensorflow/tfjs-node-gpu@4.22.0',
  },
};

async function load(backend: EagerBackend): Promise<string> {
  const { module, name, install } = BACKENDS[backend];
  try {
    await import(module);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Error(
      `The backend '${backend}' needs the package ${module}, which did not load (${reason}): ${install}.`,
      {
        cause: error,
      },
    );
  }
  return name;
}

/** Makes the backend current while `body`, which is synchronous, runs. */
function withBackend<T>(name: string, body: () => T): T {
  const previous = tf.getBackend() as string | null;
  void tf.setBackend(name);
  // tfjs-cpu advertises tfjs-node on its first use.
  Object.assign(tf.backend(), { firstUse: false });
  try {
    return tf.tidy(() => body() as never);
  } finally {
    if (previous && previous !== name) void tf.setBackend(previous);
  }
}

/** Runs the function on a tfjs backend each time. Slow on the CPU: a reference for tests. */
export async function eager(
  fn: (inputs: TensorTree) => TensorTree,
  inputs: Record<string, TensorSpec>,
  backend: EagerBackend,
): Promise<Compiled> {
  const name = await load(backend);
  const call = (data: Record<string, Data>): Record<string, tf.Tensor> => {
    const tensors: Record<string, tf.Tensor> = {};
    // A copy: tfjs-cpu keeps the array that it is given.
    for (const [key, { shape, dtype }] of Object.entries(inputs))
      tensors[key] = tf.tensor(data[key].slice(), shape, dtype);
    return flattenTensors(fn(nest(tensors)));
  };
  // The shapes of the outputs are those of a run on zeros.
  const outputs = withBackend(name, () => {
    const sizes = Object.entries(inputs).map(
      ([key, spec]) => [key, spec.shape.reduce((a, b) => a * b, 1), spec.dtype] as const,
    );
    const make = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };
    const zeros = Object.fromEntries(sizes.map(([key, size, dtype]) => [key, new make[dtype](size)]));
    const found = Object.entries(call(zeros)).map(([key, x]) => [
      key,
      { shape: x.shape, dtype: x.dtype as TensorSpec['dtype'] },
    ]);
    return Object.fromEntries(found) as Record<string, TensorSpec>;
  });
  return {
    inputs,
    outputs,
    async run(data, results) {
      for (const key in inputs) checkArray('input', key, data[key], inputs[key]);
      for (const key in results) checkArray('output', key, results[key], outputs[key]);
      withBackend(name, () => {
        const tensors = call(data);
        for (const key in results) results[key].set(tensors[key].dataSync() as Data);
      });
    },
    async release() {},
  };
}
