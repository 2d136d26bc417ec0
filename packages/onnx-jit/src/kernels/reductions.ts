import { select } from '../graph/arithmetic.js';
import { cast, unary } from '../graph/elementwise.js';
import type { Graph } from '../graph/graph.js';
import type { Reduction } from '../graph/reduce.js';
import { reduce } from '../graph/reduce.js';
import type { Value } from '../graph/value.js';
import { uniformOf } from '../graph/value.js';
import { axesOf, axisOf, type Kernel, type KernelTable } from './kernel.js';

const reduction =
  (op: Reduction): Kernel =>
  ({ graph, inputs: { x }, attrs }) =>
    reduce(graph, op, x, axesOf(attrs.axis ?? attrs.reductionIndices, x), Boolean(attrs.keepDims));

/**
 * `result`, but NaN wherever `x` has a NaN along `axes`. ONNX Runtime's ReduceMax, ReduceMin and TopK pass over a NaN
 * that is not the first element.
 */
function withNaN(graph: Graph, result: Value, x: Value, axes: readonly number[], keepDims: boolean): Value {
  if (x.dtype !== 'float32' || uniformOf(x) !== undefined) return result;
  const missing = cast(graph, unary(graph, 'IsNaN', x, 'bool'), 'int32');
  const some = cast(graph, reduce(graph, 'ReduceMax', missing, axes, keepDims), 'bool');
  return select(graph, some, graph.scalar(Number.NaN, 'float32'), result);
}

const extremum =
  (op: 'ReduceMax' | 'ReduceMin'): Kernel =>
  ({ graph, inputs: { x }, attrs }) => {
    const axes = axesOf(attrs.axis ?? attrs.reductionIndices, x);
    const keepDims = Boolean(attrs.keepDims);
    return withNaN(graph, reduce(graph, op, x, axes, keepDims), x, axes, keepDims);
  };

/** All and Any: the minimum and maximum of 0 and 1. */
const logical =
  (op: Reduction): Kernel =>
  ({ graph, inputs: { x }, attrs }) =>
    cast(graph, reduce(graph, op, cast(graph, x, 'int32'), axesOf(attrs.axis, x), Boolean(attrs.keepDims)), 'bool');

const argument =
  (op: 'ArgMax' | 'ArgMin'): Kernel =>
  ({ graph, inputs: { x }, attrs }) => {
    const [axis] = axesOf(attrs.axis, x);
    const shape = x.shape.filter((_, i) => i !== axis);
    const index = graph.emit1(op, [x], shape, 'int64', { axis: { int: axis }, keepdims: { int: 0 } });
    return cast(graph, index, 'int32');
  };

const mean: Kernel = ({ graph, inputs, attrs }) => {
  const x = cast(graph, inputs.x, 'float32');
  return reduce(graph, 'ReduceMean', x, axesOf(attrs.axis, x), Boolean(attrs.keepDims));
};

const cumulativeSum: Kernel = ({ graph, inputs: { x }, attrs }) => {
  const axis = graph.scalar(axisOf(attrs.axis, x.shape.length), 'int64');
  const flags = { exclusive: { int: attrs.exclusive ? 1 : 0 }, reverse: { int: attrs.reverse ? 1 : 0 } };
  return graph.emit1('CumSum', [x, axis], x.shape, x.dtype, flags);
};

const topK: Kernel = ({ graph, inputs: { x }, attrs }) => {
  const k = attrs.k as number;
  const shape = [...x.shape.slice(0, -1), k];
  const outputs = [
    { shape, dtype: x.dtype },
    { shape, dtype: 'int64' as const },
  ];
  const [values, indices] = graph.emit('TopK', [x, graph.int64s([k])], outputs, { axis: { int: -1 } });
  return [withNaN(graph, values, x, [x.shape.length - 1], true), cast(graph, indices, 'int32')];
};

/** Softmax and LogSoftmax over the last axis or the given one. */
const normalised =
  (op: 'Softmax' | 'LogSoftmax'): Kernel =>
  ({ graph, inputs, attrs }) => {
    const x: Value = inputs.logits;
    const axis = axisOf(attrs.dim ?? attrs.axis ?? -1, x.shape.length);
    return graph.emit1(op, [x], x.shape, x.dtype, { axis: { int: axis } });
  };

export const reductionKernels: KernelTable = {
  Sum: reduction('ReduceSum'),
  Prod: reduction('ReduceProd'),
  Max: extremum('ReduceMax'),
  Min: extremum('ReduceMin'),
  // This package's own kernel: the largest number, for callers through which a NaN passes on another way.
  MaxOfNumbers: reduction('ReduceMax'),
  Mean: mean,
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Cumsum: cumulativeSum,
  TopK: topK,
  Softmax: normalised('Softmax'),
  LogSoftmax: normalised('LogSoftmax'),
};
