import type { Graph } from './graph.js';
import type { Value } from './value.js';
import { sameShape, sizeOf, uniformOf } from './value.js';

/** The same elements in row-major order under another shape. */
export function reshape(graph: Graph, x: Value, shape: readonly number[]): Value {
  if (sameShape(x.shape, shape)) return x;
  const uniform = uniformOf(x);
  if (uniform !== undefined) return graph.uniform(uniform, shape, x.dtype);
  if (x.constant && 'elements' in x.constant) return graph.constant(x.constant.elements, shape, x.dtype);
  if (x.node?.op === 'Reshape') return reshape(graph, x.node.inputs[0], shape);
  return graph.emit1('Reshape', [x, graph.int64s(shape)], shape, x.dtype);
}

/** Removes the given axes, whose size is 1. */
export function squeeze(graph: Graph, x: Value, axes: readonly number[]): Value {
  return reshape(
    graph,
    x,
    x.shape.filter((_, axis) => !axes.includes(axis)),
  );
}

export function transpose(graph: Graph, x: Value, perm: readonly number[]): Value {
  if (x.node?.op === 'Transpose' && 'ints' in x.node.attributes.perm) {
    const inner = x.node.attributes.perm.ints;
    return transpose(
      graph,
      x.node.inputs[0],
      perm.map((axis) => inner[axis]),
    );
  }
  const shape = perm.map((axis) => x.shape[axis]);
  const uniform = uniformOf(x);
  if (uniform !== undefined) return graph.uniform(uniform, shape, x.dtype);
  // Axes of size 1 may move anywhere: if the others keep their order, no element moves.
  const moving = perm.filter((axis) => x.shape[axis] !== 1);
  if (moving.every((axis, i) => i === 0 || moving[i - 1] < axis)) return reshape(graph, x, shape);
  return graph.emit1('Transpose', [x], shape, x.dtype, { perm: { ints: [...perm] } });
}

/**
 * Repeats `x` along new leading axes and along axes of size 1. Operators that broadcast by themselves use the operand
 * of the Expand instead.
 */
export function expand(graph: Graph, x: Value, shape: readonly number[]): Value {
  if (sameShape(x.shape, shape)) return x;
  const uniform = uniformOf(x);
  if (uniform !== undefined) return graph.uniform(uniform, shape, x.dtype);
  if (x.node?.op === 'Expand') return expand(graph, x.node.inputs[0], shape);
  return graph.emit1('Expand', [x, graph.int64s(shape)], shape, x.dtype);
}

export function tile(graph: Graph, x: Value, reps: readonly number[]): Value {
  const shape = x.shape.map((dimension, axis) => dimension * reps[axis]);
  if (x.shape.every((dimension, axis) => dimension === 1 || reps[axis] === 1)) return expand(graph, x, shape);
  const uniform = uniformOf(x);
  if (uniform !== undefined) return graph.uniform(uniform, shape, x.dtype);
  return graph.emit1('Tile', [x, graph.int64s(reps)], shape, x.dtype);
}

export function concat(graph: Graph, parts: readonly Value[], axis: number): Value {
  const used = parts.filter((part) => sizeOf(part.shape) > 0);
  if (used.length === 0) return parts[0];
  if (used.length === 1) return used[0];
  const shape = [...used[0].shape];
  shape[axis] = used.reduce((sum, part) => sum + part.shape[axis], 0);
  const uniform = uniformOf(used[0]);
  if (uniform !== undefined && used.every((part) => Object.is(uniformOf(part), uniform))) {
    return graph.uniform(uniform, shape, used[0].dtype);
  }
  // All parts of one split, in their order, form the tensor that was split.
  const split = used[0].node;
  const whole = split?.op === 'Split' && (split.attributes.axis as { int: number }).int === axis;
  if (whole && split.outputs.length === used.length && split.outputs.every((output, i) => output === used[i])) {
    return split.inputs[0];
  }
  return graph.emit1('Concat', used, shape, used[0].dtype, { axis: { int: axis } });
}

export function split(graph: Graph, x: Value, sizes: readonly number[], axis: number): Value[] {
  if (sizes.length === 1) return [x];
  const shapes = sizes.map((size) => x.shape.map((dimension, i) => (i === axis ? size : dimension)));
  const uniform = uniformOf(x);
  if (uniform !== undefined) return shapes.map((shape) => graph.uniform(uniform, shape, x.dtype));
  const outputs = shapes.map((shape) => ({ shape, dtype: x.dtype }));
  return graph.emit('Split', [x, graph.int64s(sizes)], outputs, { axis: { int: axis } });
}
