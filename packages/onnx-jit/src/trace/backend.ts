import { type DataType, KernelBackend, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Graph } from '../graph/graph.js';
import type { ElementType, Value } from '../graph/value.js';
import { sizeOf } from '../graph/value.js';
import type { DType } from '../types.js';
import { callSite } from './call-site.js';

/** Name of the tracing backend in tfjs while a trace runs. */
export const TRACING = 'onnx-jit-trace';

function checkedDType(dtype: DataType): DType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new Error(`A jitted function cannot use ${dtype} tensors (at ${callSite()}): use float32, int32 or bool.`);
}

/**
 * A tfjs backend whose tensors are values of a graph: they have a shape and a type but no elements. One instance
 * serves one trace.
 */
export class TracingBackend extends KernelBackend {
  readonly #data = new Map<object, { value: Value; references: number }>();

  #graph: Graph;

  constructor(graph: Graph) {
    super();
    this.#graph = graph;
  }

  /** The graph that operations are recorded into. */
  get graph(): Graph {
    return this.#graph;
  }

  /** Records the operations that `body` calls into another graph. */
  within<T>(graph: Graph, body: () => T): T {
    const outer = this.#graph;
    this.#graph = graph;
    try {
      return body();
    } finally {
      this.#graph = outer;
    }
  }

  /** The graph value of a tensor. A tensor of another tfjs backend becomes a constant. */
  value(tensor: TensorInfo, engine: { moveData(backend: KernelBackend, dataId: object): void }): Value {
    if (!this.#data.has(tensor.dataId)) engine.moveData(this, tensor.dataId);
    return this.#data.get(tensor.dataId)!.value;
  }

  /** A new handle of a value. */
  tensorInfo(value: Value): TensorInfo {
    const dataId = {};
    this.#data.set(dataId, { value, references: 1 });
    return { dataId, shape: [...value.shape], dtype: value.dtype as DType };
  }

  override write(values: Float32Array | Int32Array | Uint8Array, shape: number[], dtype: DataType): object {
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: object,
    values: Float32Array | Int32Array | Uint8Array,
    shape: number[],
    dtype: DataType,
    references: number,
  ): void {
    const type: ElementType = checkedDType(dtype);
    const make = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[type as DType];
    // A copy, because the caller's array may change before the graph is written.
    const elements = values ? make.from(values as ArrayLike<number>) : new make(sizeOf(shape));
    this.#data.set(dataId, { value: this.graph.constant(elements, shape, type), references });
  }

  /** Only constants have known elements. */
  override readSync(dataId: object): Float32Array | Int32Array | Uint8Array {
    const value = this.#data.get(dataId)?.value;
    const constant = value?.constant;
    if (value && constant) {
      if ('elements' in constant && !(constant.elements instanceof BigInt64Array)) return constant.elements.slice();
      const make = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[value.dtype as DType];
      if ('uniform' in constant) return new make(sizeOf(value.shape)).fill(constant.uniform);
    }
    throw new Error(
      `The elements of a tensor were read while its function was being traced (at ${callSite()}); inside a jitted ` +
        'function tensors have no elements yet: keep to tensor operations.',
    );
  }

  override async read(dataId: object): Promise<Float32Array | Int32Array | Uint8Array> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    const entry = this.#data.get(dataId);
    if (!entry) return true;
    entry.references--;
    if (entry.references > 0 && !force) return false;
    this.#data.delete(dataId);
    return true;
  }

  override incRef(dataId: object): void {
    const entry = this.#data.get(dataId);
    if (entry) entry.references++;
  }

  override refCount(dataId: object): number {
    return this.#data.get(dataId)?.references ?? 0;
  }

  override numDataIds(): number {
    return this.#data.size;
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override dispose(): void {}
}
