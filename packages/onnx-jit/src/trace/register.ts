import * as tf from '@tensorflow/tfjs-core';
import type { Value } from '../graph/value.js';
import { binaryKernels } from '../kernels/binary.js';
import { convolutionKernels } from '../kernels/convolution.js';
import { creationKernels } from '../kernels/creation.js';
import { indexingKernels } from '../kernels/indexing.js';
import type { Kernel, KernelTable } from '../kernels/kernel.js';
import { productKernels } from '../kernels/products.js';
import { reductionKernels } from '../kernels/reductions.js';
import { shapeKernels } from '../kernels/shapes.js';
import { unaryKernels } from '../kernels/unary.js';
import { TRACING, type TracingBackend } from './backend.js';
import { callSite } from './call-site.js';

const kernels: KernelTable = {
  ...unaryKernels,
  ...binaryKernels,
  ...reductionKernels,
  ...shapeKernels,
  ...indexingKernels,
  ...productKernels,
  ...convolutionKernels,
  ...creationKernels,
};

type TfjsInputs = Record<string, tf.TensorInfo | undefined>;

const describe = (inputs: TfjsInputs): string =>
  Object.entries(inputs)
    .flatMap(([name, tensor]) => (tensor ? `${name} ${tensor.dtype} [${tensor.shape.join(', ')}]` : []))
    .join(', ');

const traced =
  (kernelName: string, kernel: Kernel): tf.KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const tracer = backend as TracingBackend;
    const values: Record<string, Value> = {};
    for (const [name, tensor] of Object.entries(inputs as TfjsInputs)) {
      if (tensor) values[name] = tracer.value(tensor, tf.engine());
    }
    try {
      const outputs = kernel({ graph: tracer.graph, inputs: values, attrs: attrs ?? {} });
      return Array.isArray(outputs) ? outputs.map((value) => tracer.tensorInfo(value)) : tracer.tensorInfo(outputs);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const text = `Kernel '${kernelName}' (${describe(inputs as TfjsInputs)}) at ${callSite()}: ${reason}`;
      throw new Error(text, { cause: error });
    }
  };

const missing =
  (kernelName: string): tf.KernelFunc =>
  ({ inputs }) => {
    throw new Error(
      `Kernel '${kernelName}' (${describe(inputs as TfjsInputs)}) cannot be compiled to ONNX yet; it was called at ` +
        `${callSite()}: write that with other operations, or add the kernel to onnx-jit.`,
    );
  };

let registered = false;

/**
 * Registers the kernels once: those above and, for every other kernel that tfjs knows, one that throws an error with an
 * explanation.
 */
export function registerTracingKernels(): void {
  if (registered) return;
  registered = true;
  // tfjs exports the name of every kernel as a constant.
  const exported: unknown[] = Object.values(tf);
  const known = exported.filter((name) => typeof name === 'string' && /^_?[A-Z]/.test(name)) as string[];
  for (const kernelName of new Set([...known, ...Object.keys(kernels)])) {
    const kernel = Object.hasOwn(kernels, kernelName) ? kernels[kernelName] : undefined;
    const kernelFunc = kernel ? traced(kernelName, kernel) : missing(kernelName);
    tf.registerKernel({ kernelName, backendName: TRACING, kernelFunc });
  }
}
