import * as tf from '@tensorflow/tfjs-core';
import { registerGradients } from '../gradients/register.js';
import { trace } from '../trace/trace.js';
import { flattenTensors, nest } from '../tree.js';
import type { Backend, Compiled, Data, DType, TensorSpec, TensorTree } from '../types.js';
import { allocateAll, checkArray } from './arrays.js';

type EagerBackend = Extract<Backend, `tfjs-${string}`>;

interface EagerPackage {
  module: string;
  /** Name of the backend in tfjs. */
  name: string;
  /** Command that installs the backend. For native packages it also builds what a failed download left out. */
  install: string;
  rebuild?: string;
}

const native = (module: string): EagerPackage => ({
  module,
  name: 'tensorflow',
  install: `pnpm add -w --allow-build=${module} ${module}@4.22.0`,
  rebuild: `npm rebuild ${module} --build-addon-from-source`,
});

const BACKENDS: Record<EagerBackend, EagerPackage> = {
  'tfjs-cpu': {
    module: '@tensorflow/tfjs-backend-cpu',
    name: 'cpu',
    install: 'pnpm add -w @tensorflow/tfjs-backend-cpu@4.22.0',
  },
  'tfjs-wasm': {
    module: '@tensorflow/tfjs-backend-wasm',
    name: 'wasm',
    install: 'pnpm add -w @tensorflow/tfjs-backend-wasm@4.22.0',
  },
  'tfjs-node': native('@tensorflow/tfjs-node'),
  'tfjs-node-gpu': native('@tensorflow/tfjs-node-gpu'),
};

export const isEager = (backend: Backend): backend is EagerBackend => Object.hasOwn(BACKENDS, backend);

/** Loads the package, unless the application has registered the backend itself. @returns tfjs's name of the backend */
async function load(backend: EagerBackend): Promise<string> {
  const { module, name, install, rebuild } = BACKENDS[backend];
  if (!tf.findBackend(name)) {
    const previous = tf.getBackend() as string | null;
    try {
      await import(module);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const absent = message.includes(`'${module}'`);
      const reason = absent ? 'is not installed' : `did not load (${message.split('\n')[0].replace(/[.\s]+$/, '')})`;
      const command = absent ? install : (rebuild ?? install);
      throw new Error(`The backend '${backend}' needs the package ${module}, which ${reason}: ${command}.`, {
        cause: error,
      });
    }
    await tf.setBackend(name);
    await tf.ready();
    if (previous && previous !== name) await tf.setBackend(previous);
  }
  const { isGPUPackage } = tf.findBackend(name) as { isGPUPackage?: boolean };
  if (backend === 'tfjs-node-gpu' && isGPUPackage === false) {
    throw new Error(
      `The backend '${backend}' cannot be had beside '@tensorflow/tfjs-node', which is loaded in this process.`,
    );
  }
  // The native packages contain all of tfjs, and its gradients replace the ones of this package.
  if (rebuild) registerGradients(true);
  return name;
}

/**
 * Checks early whether a backend is available, and loads its package if it needs one.
 * @throws Error of one sentence with the command that installs it
 */
export async function loadBackend(backend: Backend): Promise<void> {
  if (isEager(backend)) await load(backend);
}

/** Makes the backend current while the synchronous function `body` runs. */
function withBackend<T>(name: string, body: () => T): T {
  const previous = tf.getBackend() as string | null;
  void tf.setBackend(name);
  // Without this, tfjs-cpu prints advice to install tfjs-node on its first use.
  Object.assign(tf.backend(), { firstUse: false });
  try {
    return tf.tidy(() => body() as never);
  } finally {
    if (previous && previous !== name) void tf.setBackend(previous);
  }
}

const specsOf = (tensors: Record<string, { shape: readonly number[]; dtype: string }>): Record<string, TensorSpec> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, dtype }]) => [name, { shape: [...shape], dtype: dtype as DType }]),
  );

/** Types of the outputs, found by a trace, which is cheap; undefined for a function that runs only eagerly. */
function outputSpecs(fn: (inputs: TensorTree) => TensorTree, inputs: Record<string, TensorSpec>) {
  try {
    return specsOf(trace(fn, inputs).outputs);
  } catch {
    return undefined;
  }
}

/**
 * Runs the function on a tfjs backend at each call: natively on tfjs-node; slowly on tfjs-cpu, as a reference for
 * tests.
 */
export async function eager(
  fn: (inputs: TensorTree) => TensorTree,
  inputs: Record<string, TensorSpec>,
  backend: EagerBackend,
): Promise<Compiled> {
  const name = await load(backend);
  const call = (data: Record<string, Data>): Record<string, tf.Tensor> => {
    const tensors: Record<string, tf.Tensor> = {};
    // A copy, because tfjs-cpu keeps the array that it is given.
    for (const [key, { shape, dtype }] of Object.entries(inputs))
      tensors[key] = tf.tensor(data[key].slice(), shape, dtype);
    return flattenTensors(fn(nest(tensors)));
  };
  const outputs = outputSpecs(fn, inputs) ?? withBackend(name, () => specsOf(call(allocateAll(inputs))));
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
