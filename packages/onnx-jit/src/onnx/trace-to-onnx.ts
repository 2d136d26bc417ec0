import type { Value } from '../graph/value.js';
import { trace } from '../trace/trace.js';
import type { DType, TensorSpec, TensorTree } from '../types.js';
import { writeOnnx } from './write.js';

/** A traced function as an ONNX file. */
export interface TracedFile {
  onnx: Uint8Array;
  outputs: Record<string, TensorSpec>;
  /** Each output's name in the file. The inputs and outputs of an ONNX graph must have different names. */
  graphNames: Record<string, string>;
}

export function traceToOnnx(
  fn: (inputs: TensorTree) => TensorTree,
  inputs: Record<string, TensorSpec>,
  metadata: Record<string, string> = {},
): TracedFile {
  const { graph, outputs: values } = trace(fn, inputs);
  const outputs: Record<string, TensorSpec> = {};
  const graphNames: Record<string, string> = {};
  const graphOutputs: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) {
    outputs[name] = { shape: [...value.shape], dtype: value.dtype as DType };
    graphNames[name] = Object.hasOwn(inputs, name) ? `${name}'` : name;
    graphOutputs[graphNames[name]] = value;
  }
  return { onnx: writeOnnx(graph, graphOutputs, metadata), outputs, graphNames };
}
