import type { Data, TensorSpec } from '../types.js';

const ARRAY = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** A new array of zeros for a tensor. */
export function allocate({ shape, dtype }: TensorSpec): Data {
  return new ARRAY[dtype](shape.reduce((size, dimension) => size * dimension, 1));
}

/** New arrays of zeros for tensors by name. */
export function allocateAll(specs: Record<string, TensorSpec>): Record<string, Data> {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, allocate(spec)]));
}

/** Throws unless the array has the tensor's type and length. */
export function checkArray(kind: string, name: string, data: Data | undefined, spec: TensorSpec | undefined): void {
  if (!spec) throw new Error(`There is no ${kind} '${name}'.`);
  const size = spec.shape.reduce((product, dimension) => product * dimension, 1);
  if (data instanceof ARRAY[spec.dtype] && data.length === size) return;
  const given = data ? `a ${data.constructor.name} of ${data.length}` : 'nothing';
  throw new Error(
    `The ${kind} '${name}' must be a ${ARRAY[spec.dtype].name} of ${size} elements ([${spec.shape}]) but is ${given}.`,
  );
}
