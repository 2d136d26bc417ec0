import { select } from '../graph/arithmetic.js';
import { cast, elementwise } from '../graph/elementwise.js';
import type { Graph } from '../graph/graph.js';
import { reshape } from '../graph/layout.js';
import type { Value } from '../graph/value.js';
import { slice } from '../graph/window.js';
import type { DType } from '../types.js';
import { axisOf, type Kernel, type KernelTable } from './kernel.js';

/**
 * In ONNX negative indices count from the end; in tfjs they are out of range. They are replaced by the index `outside`.
 */
const nonNegative = (graph: Graph, indices: Value, outside: number): Value => {
  const negative = elementwise(graph, 'Less', [indices, graph.scalar(0, 'int32')], 'bool');
  return select(graph, negative, graph.scalar(outside, 'int32'), indices);
};

/** Adds rows at the given indices to a tensor of zeros. */
const scatterAdd = (graph: Graph, indices: Value, updates: Value, shape: readonly number[]): Value => {
  const zeros = graph.uniform(0, shape, updates.dtype);
  return graph.emit1('ScatterND', [zeros, cast(graph, indices, 'int64'), updates], shape, updates.dtype, {
    reduction: { string: 'add' },
  });
};

const gather: Kernel = ({ graph, inputs: { x, indices }, attrs }) => {
  const axis = axisOf(attrs.axis ?? 0, x.shape.length);
  const batch = axisOf(attrs.batchDims ?? 0, indices.shape.length);
  if (batch === 0) {
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    return graph.emit1('Gather', [x, indices], shape, x.dtype, { axis: { int: axis } });
  }
  if (batch !== axis) throw new Error(`gather with batchDims ${batch} wants the same axis, but has axis ${axis}.`);
  const shape = [...indices.shape, ...x.shape.slice(axis + 1)];
  const points = cast(graph, reshape(graph, indices, [...indices.shape, 1]), 'int64');
  return graph.emit1('GatherND', [x, points], shape, x.dtype, { batch_dims: { int: batch } });
};

const gatherNd: Kernel = ({ graph, inputs: { params, indices } }) => {
  const depth = indices.shape.at(-1) as number;
  const shape = [...indices.shape.slice(0, -1), ...params.shape.slice(depth)];
  return graph.emit1('GatherND', [params, cast(graph, indices, 'int64')], shape, params.dtype);
};

/**
 * Out-of-range segments are dropped, as in tfjs-cpu: they are added to one extra row, which is then cut off. The
 * attribute `inRange` promises that there are none.
 */
const unsortedSegmentSum: Kernel = ({ graph, inputs: { x, segmentIds }, attrs }) => {
  const segments = attrs.numSegments as number;
  const rest = x.shape.slice(segmentIds.shape.length);
  if (attrs.inRange)
    return scatterAdd(graph, reshape(graph, segmentIds, [...segmentIds.shape, 1]), x, [segments, ...rest]);
  const last = graph.scalar(segments, 'int32');
  const ids = elementwise(graph, 'Min', [nonNegative(graph, segmentIds, segments), last], 'int32');
  const all = scatterAdd(graph, reshape(graph, ids, [...ids.shape, 1]), x, [segments + 1, ...rest]);
  return slice(
    graph,
    all,
    all.shape.map(() => 0),
    [segments, ...rest],
  );
};

/** Up to this depth, one-hot rows are gathered from a table. Beyond it the table would be too large. */
const DEEPEST_TABLE = 128;

/** Rows of `off` with `on` at the index. Indices in `points` beyond the depth give rows of `off` only. */
function hotRows(graph: Graph, points: Value, depth: number, off: number, on: number): Value {
  const shape = [...points.shape, depth];
  if (depth > DEEPEST_TABLE) {
    const pair = graph.constant(Float32Array.of(off, on), [2], 'float32');
    return graph.emit1('OneHot', [points, graph.scalar(depth, 'int32'), pair], shape, 'float32', { axis: { int: -1 } });
  }
  // Copying rows takes a tenth of the time of ONNX Runtime's OneHot. The last row is for indices out of range.
  const table = new Float32Array((depth + 1) * depth).fill(off);
  for (let i = 0; i < depth; i++) table[i * depth + i] = on;
  const inside = elementwise(graph, 'Min', [points, graph.scalar(depth, 'int32')], 'int32');
  const rows = graph.constant(table, [depth + 1, depth], 'float32');
  return graph.emit1('Gather', [rows, inside], shape, 'float32', { axis: { int: 0 } });
}

const oneHot: Kernel = ({ graph, inputs: { indices }, attrs }) => {
  const depth = attrs.depth as number;
  const dtype = (attrs.dtype as DType | undefined) ?? 'float32';
  const [on, off] = [attrs.onValue as number, attrs.offValue as number];
  const points = nonNegative(graph, indices, depth);
  const hot = (values: number[]): Value => hotRows(graph, points, depth, values[0], values[1]);
  // ONNX Runtime supports int32 indices with float32 elements, but not all other combinations.
  if (dtype === 'float32') return hot([off, on]);
  return select(graph, cast(graph, hot([0, 1]), 'bool'), graph.scalar(on, dtype), graph.scalar(off, dtype));
};

const scatterNd: Kernel = ({ graph, inputs: { indices, updates }, attrs }) =>
  scatterAdd(graph, indices, updates, attrs.shape as number[]);

const tensorScatterUpdate: Kernel = ({ graph, inputs: { tensor, indices, updates } }) =>
  graph.emit1('ScatterND', [tensor, cast(graph, indices, 'int64'), updates], tensor.shape, tensor.dtype);

export const indexingKernels: KernelTable = {
  GatherV2: gather,
  GatherNd: gatherNd,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  TensorScatterUpdate: tensorScatterUpdate,
  UnsortedSegmentSum: unsortedSegmentSum,
};
