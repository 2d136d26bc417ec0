import * as tf from '@tensorflow/tfjs-core';
import { Graph } from '../graph/graph.js';
import type { Value } from '../graph/value.js';
import { flattenTensors, nest } from '../tree.js';
import type { TensorSpec, TensorTree } from '../types.js';
import { TRACING, TracingBackend } from './backend.js';
import { registerTracingKernels } from './register.js';

export interface Trace {
  graph: Graph;
  outputs: Record<string, Value>;
}

/** Runs `body` with `backend` as tfjs's backend, then restores the earlier one. */
function withBackend<T>(backend: TracingBackend, body: () => T): T {
  const previous = tf.getBackend() as string | undefined | null;
  if (previous === TRACING) throw new Error('A function was jitted while another one was being traced: jit it before.');
  tf.registerBackend(TRACING, () => backend, 0);
  // setBackend returns a promise, but it has already switched when it returns, because the backend is created
  // synchronously.
  void tf.setBackend(TRACING);
  try {
    return body();
  } finally {
    if (previous) void tf.setBackend(previous);
    tf.removeBackend(TRACING);
  }
}

/**
 * Runs a function once on tensors without elements and records the operations. The function must be pure: random
 * numbers and other values that it computes outside tfjs become constants of the graph.
 */
export function trace(fn: (inputs: TensorTree) => TensorTree, specs: Record<string, TensorSpec>): Trace {
  registerTracingKernels();
  const graph = new Graph();
  const backend = new TracingBackend(graph);
  const outputs: Record<string, Value> = {};
  withBackend(backend, () => {
    tf.tidy(() => {
      const inputs: Record<string, tf.Tensor> = {};
      for (const [name, { shape, dtype }] of Object.entries(specs)) {
        const info = backend.tensorInfo(graph.input(name, shape, dtype));
        inputs[name] = tf.engine().makeTensorFromTensorInfo(info);
      }
      for (const [name, tensor] of Object.entries(flattenTensors(fn(nest(inputs))))) {
        outputs[name] = backend.value(tensor, tf.engine());
      }
    });
  });
  return { graph, outputs };
}
