import type { DType } from '../types.js';
import type { Kernel, KernelTable } from './kernel.js';

const ARRAY = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

const fill: Kernel = ({ graph, attrs }) => {
  const value = Number(attrs.value);
  return graph.uniform(value, attrs.shape as number[], (attrs.dtype as DType) ?? 'float32');
};

/** As in tfjs, the range is empty when the step leads away from `stop`. */
const range: Kernel = ({ graph, attrs }) => {
  const { start, stop, step, dtype } = attrs as { start: number; stop: number; step: number; dtype: DType };
  const length = Math.max(0, Math.ceil((stop - start) / (stop < start && step === 1 ? -1 : step)));
  const by = stop < start && step === 1 ? -1 : step;
  const elements = ARRAY[dtype ?? 'float32'].from(Array.from({ length }, (_, i) => start + i * by));
  return graph.constant(elements, [length], dtype ?? 'float32');
};

const linearSpace: Kernel = ({ graph, attrs }) => {
  const { start, stop, num } = attrs as { start: number; stop: number; num: number };
  const elements = Float32Array.from({ length: num }, (_, i) => start + (i * (stop - start)) / Math.max(1, num - 1));
  return graph.constant(elements, [num], 'float32');
};

export const creationKernels: KernelTable = {
  Fill: fill,
  ZerosLike: ({ graph, inputs: { x } }) => graph.uniform(0, x.shape, x.dtype),
  OnesLike: ({ graph, inputs: { x } }) => graph.uniform(1, x.shape, x.dtype),
  Range: range,
  LinSpace: linearSpace,
};
