import { registerGradients } from './gradients/register.js';
import { traceToOnnx } from './onnx/trace-to-onnx.js';
import { flattenSpecs } from './tree.js';
import type { SpecTree, TensorTree } from './types.js';

export interface ExportOptions {
  /** Strings stored in the file (ModelProto.metadata_props). */
  metadata?: Record<string, string>;
}

/**
 * Traces a pure function and writes it as an ONNX file that any runtime for opset 20 can load. Exception: a graph with
 * transposed matrix products or similar operations uses ONNX Runtime's own operators (domain com.microsoft).
 *
 * @param fn as for `jit`; tensors that it closes over, such as parameters, are written into the file
 * @param specs shapes and types of its inputs; their flat names (`memory/keys`) are the input names in the file
 * @returns the file; outputs have flat names as well, with a ' appended where an input has the same name
 */
export function exportOnnx(
  fn: (inputs: TensorTree) => TensorTree,
  specs: SpecTree,
  { metadata = {} }: ExportOptions = {},
): Uint8Array {
  registerGradients();
  return traceToOnnx(fn, flattenSpecs(specs), metadata).onnx;
}
