import type { DType } from '../types.js';

/** tfjs's element types, and int64, which ONNX requires for shapes and some indices. int64 never leaves the graph. */
export type ElementType = DType | 'int64';

/** Elements of a constant: a single number that all elements have, or every element. */
export type Elements = Float32Array | Int32Array | Uint8Array | BigInt64Array;
export type Constant = { uniform: number } | { elements: Elements };

/** The graph inside a node: one step of a Scan. */
export interface NodeBody {
  readonly nodes: readonly Node[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Number of steps that the node runs. */
  readonly length: number;
}

/** An ONNX attribute, tagged by its kind because JavaScript cannot tell 1 from 1.0. */
export type Attribute =
  | { int: number }
  | { ints: number[] }
  | { float: number }
  | { string: string }
  | { body: NodeBody };
export type Attributes = Record<string, Attribute>;

/** One tensor of the graph: an input, a constant, or an output of a node. Its shape is known; its elements are not. */
export interface Value {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
  /** Name of the graph input, if the value is one. */
  readonly input?: string;
  readonly constant?: Constant;
  /** The node that computes this value, and which of its outputs it is. */
  readonly node?: Node;
  readonly output?: number;
  /**
   * Set when the value is zero along `axis` except for these disjoint pieces (a padded tensor, or a sum of such
   * tensors).
   */
  pieces?: { axis: number; parts: { start: number; value: Value }[] };
}

/** One ONNX operator. */
export interface Node {
  readonly op: string;
  readonly domain: '' | 'com.microsoft';
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly outputs: Value[];
  /** Values of this graph that the node's body reads. */
  readonly captured?: readonly Value[];
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, dimension) => size * dimension, 1);

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((dimension, i) => dimension === b[i]);

/** The number that all elements of a constant share, if there is one. */
export function uniformOf(value: Value): number | undefined {
  return value.constant && 'uniform' in value.constant ? value.constant.uniform : undefined;
}
