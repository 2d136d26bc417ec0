import type { Tensor } from '@tensorflow/tfjs-core';

export type DType = 'float32' | 'int32' | 'bool';
/** Shape and element type of a tensor. */
export interface TensorSpec {
  shape: number[];
  dtype: DType;
}
/** Nested records of leaves; a leaf's flat name is its path joined by '/', e.g. `batch/rewards`. */
export type Tree<Leaf> = { [name: string]: Leaf | Tree<Leaf> };
export type SpecTree = Tree<TensorSpec>;
export type TensorTree = Tree<Tensor>;
/** Elements in row-major order: Float32Array for float32, Int32Array for int32, Uint8Array of 0 and 1 for bool. */
export type Data = Float32Array | Int32Array | Uint8Array;

/** The backends that can run a compiled function. */
export type Backend =
  | 'onnx-cpu'
  | 'onnx-webgpu'
  | 'onnx-cuda'
  | 'tfjs-cpu'
  | 'tfjs-wasm'
  | 'tfjs-node'
  | 'tfjs-node-gpu';

/** Options of the compilation. */
export interface JitOptions {
  /** Default 'onnx-cpu'. The 'tfjs-' backends run the function eagerly at every call. */
  backend?: Backend;
  /** Threads per operator, default 1. Use 1 for sessions that share the machine. */
  threads?: number;
  /** Writes ONNX Runtime's profile to files with this prefix (Chrome trace format) when the session is released. */
  profile?: string;
}

/** A traced and compiled pure function. Calls of `run` must not overlap. */
export interface Compiled {
  inputs: Record<string, TensorSpec>;
  outputs: Record<string, TensorSpec>;
  /**
   * Runs once. Inputs and outputs are given by flat name. Outputs are written into the given arrays, which the caller
   * allocates once. Outputs that are not given are not copied out. Tensors are cached by array identity, so reuse the
   * arrays.
   */
  run(inputs: Record<string, Data>, outputs: Record<string, Data>): Promise<void>;
  /** The graph as an ONNX file; absent on eager backends. */
  onnx?: Uint8Array;
  release(): Promise<void>;
}
