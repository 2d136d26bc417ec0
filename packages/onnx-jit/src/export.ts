import { registerGradients } from './gradients/register.js';
import { traceToOnnx } from './onnx/trace-to-onnx.js';
import { flattenSpecs } from './tree.js';
import type { SpecTree, TensorTree } from './types.js';

export interface ExportOptions {
  /** Strings kept in the file (ModelProto.metadata_props). */
  metadata?: Record<string, string>;
}

/**
 * Traces a pure function and writes it as an ONNX file that any runtime for opset 20 can load; where a graph has
 * transposed matrix products or the like it uses ONNX Runtime's operators (domain com.microsoft).
 *
 * @param fn as for `jit`; parameters that it closes over as tensors are written into the file
 * @param specs shapes and types of its inputs, which have their flat names (`memory/keys`) in the file
 * @returns the file; outputs have flat names as well, with a ' appended where an input has the same
 */
export function exportOnnx(
  fn: (inputs: TensorTree) => TensorTree,
  specs: SpecTree,
  { metadata = {} }: ExportOptions = {},
): Uint8Array {
  registerGradients();
  return traceToOnnx(fn, flattenSpecs(specs), metadata).onnx;
}
