import { util } from '@tensorflow/tfjs-core';
import type { Graph } from '../graph/graph.js';
import type { Value } from '../graph/value.js';

/** A tfjs kernel call on values of a graph. Inputs have tfjs's names; those of lists are '0', '1', ... */
interface KernelCall {
  graph: Graph;
  inputs: Record<string, Value>;
  attrs: Record<string, unknown>;
}

/** Emits a tfjs kernel's nodes. */
export type Kernel = (call: KernelCall) => Value | Value[];
export type KernelTable = Record<string, Kernel>;

/** Sorted non-negative axes; all axes if none are given. */
export function axesOf(axis: unknown, x: Value): number[] {
  return util.parseAxisParam((axis ?? null) as number | number[], [...x.shape]).sort((a, b) => a - b);
}

export function axisOf(axis: unknown, rank: number): number {
  return (axis as number) < 0 ? (axis as number) + rank : (axis as number);
}
