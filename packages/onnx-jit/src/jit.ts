import { registerGradients } from './gradients/register.js';
import { traceToOnnx } from './onnx/trace-to-onnx.js';
import { eager, isEager } from './run/eager.js';
import { Session } from './run/session.js';
import { flattenSpecs } from './tree.js';
import type { Compiled, JitOptions, SpecTree, TensorTree } from './types.js';

/**
 * Traces a pure function over tfjs tensors once and compiles it to one ONNX graph.
 *
 * @param fn takes and returns nested records of tensors. It may call `tf.grads` but must not read elements. Random
 *   numbers and outside values that it uses while it is traced become constants of the graph.
 * @param specs shapes and types of its inputs, with the same nesting
 * @throws Error naming kernel, shapes and call site for an operation that has no ONNX form here
 */
export async function jit(
  fn: (inputs: TensorTree) => TensorTree,
  specs: SpecTree,
  options: JitOptions = {},
): Promise<Compiled> {
  registerGradients();
  const backend = options.backend ?? 'onnx-cpu';
  const inputs = flattenSpecs(specs);
  if (isEager(backend)) return eager(fn, inputs, backend);

  const { onnx, outputs, graphNames } = traceToOnnx(fn, inputs);
  const { threads = 1, profile } = options;
  const session = await Session.create(onnx, inputs, outputs, graphNames, { backend, threads, profile });
  return {
    inputs,
    outputs,
    onnx,
    run: (data, results) => session.run(data, results),
    release: () => session.release(),
  };
}
