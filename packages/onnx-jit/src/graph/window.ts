import type { Graph } from './graph.js';
import { concat } from './layout.js';
import type { Value } from './value.js';
import { sameShape, uniformOf } from './value.js';

/**
 * `x[begin : end : step]` along every axis, with exclusive ends. An end of -1 with a negative step means "before the
 * first element".
 */
export function slice(
  graph: Graph,
  x: Value,
  begin: readonly number[],
  end: readonly number[],
  step: readonly number[] = begin.map(() => 1),
): Value {
  const shape = begin.map((first, axis) => Math.max(0, Math.ceil((end[axis] - first) / step[axis])));
  const axes = shape.flatMap((size, axis) => (size === x.shape[axis] && step[axis] === 1 ? [] : [axis]));
  if (axes.length === 0) return x;
  const uniform = uniformOf(x);
  if (uniform !== undefined) return graph.uniform(uniform, shape, x.dtype);
  // In ONNX negative positions count from the end, so "before the first element" must be far below zero.
  const ends = axes.map((axis) => (end[axis] < 0 ? -(2 ** 31) : end[axis]));
  const lists = [axes.map((axis) => begin[axis]), ends, axes, axes.map((axis) => step[axis])];
  return graph.emit1('Slice', [x, ...lists.map((list) => graph.int64s(list))], shape, x.dtype);
}

/**
 * Pads with a constant. Zero padding along one axis is recorded: the gradients of several slices of one tensor are such
 * paddings, so their sum becomes one concatenation (see `addPieces`).
 */
export function pad(graph: Graph, x: Value, before: readonly number[], after: readonly number[], constant = 0): Value {
  const shape = x.shape.map((dimension, axis) => dimension + before[axis] + after[axis]);
  const axes = shape.flatMap((size, axis) => (size === x.shape[axis] ? [] : [axis]));
  if (axes.length === 0) return x;
  if (uniformOf(x) === constant) return graph.uniform(constant, shape, x.dtype);
  const inputs = [x, graph.int64s([...before, ...after])];
  if (constant !== 0) inputs.push(graph.scalar(constant, x.dtype));
  const padded = graph.emit1('Pad', inputs, shape, x.dtype, { mode: { string: 'constant' } });
  if (axes.length === 1 && constant === 0) {
    padded.pieces = { axis: axes[0], parts: [{ start: before[axes[0]], value: x }] };
  }
  return padded;
}

/** The sum of two tensors that are zero except for pieces along the same axis, if no two pieces overlap. */
export function addPieces(graph: Graph, a: Value, b: Value): Value | undefined {
  if (!a.pieces || !b.pieces || a.pieces.axis !== b.pieces.axis || !sameShape(a.shape, b.shape)) return undefined;
  const axis = a.pieces.axis;
  const parts = [...a.pieces.parts, ...b.pieces.parts].sort((p, q) => p.start - q.start);
  const values: Value[] = [];
  let at = 0;
  const gap = (to: number): void => {
    if (to === at) return;
    values.push(
      graph.uniform(
        0,
        a.shape.map((dimension, i) => (i === axis ? to - at : dimension)),
        a.dtype,
      ),
    );
  };
  for (const { start, value } of parts) {
    if (start < at) return undefined;
    gap(start);
    values.push(value);
    at = start + value.shape[axis];
  }
  gap(a.shape[axis]);
  const sum = concat(graph, values, axis);
  if (values.length > parts.length) sum.pieces = { axis, parts };
  return sum;
}
