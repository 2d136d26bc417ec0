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

/** What can run a compiled function. */
export type Backend =
  | 'onnx-cpu'
  | 'onnx-webgpu'
  | 'onnx-cuda'
  | 'tfjs-cpu'
  | 'tfjs-wasm'
  | 'tfjs-node'
  | 'tfjs-node-gpu';

/** How a function is compiled. */
export interface JitOptions {
  /** Default 'onnx-cpu'. The 'tfjs-' backends run the function eagerly, each time anew. */
  backend?: Backend;
  /** Threads of one operator, default 1; 1 for sessions that share the machine. */
  threads?: number;
  /** Writes ONNX Runtime's profile to files with this prefix (Chrome trace format) when the session is released. */
  profile?: string;
}

/** A traced and compiled pure function. Not safe for two overlapping `run` calls. */
export interface Compiled {
  inputs: Record<string, TensorSpec>;
  outputs: Record<string, TensorSpec>;
  /**
   * Runs once. Inputs and outputs by flat name; outputs are written into the given arrays (allocated once by the caller).
   * Outputs that are not given are not computed to the outside. Arrays are remembered by identity: reuse them.
   */
  run(inputs: Record<string, Data>, outputs: Record<string, Data>): Promise<void>;
  /** The graph as an ONNX file. Absent on eager backends. */
  onnx?: Uint8Array;
  release(): Promise<void>;
}
