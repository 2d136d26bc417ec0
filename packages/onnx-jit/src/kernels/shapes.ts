import { backend_util, slice_util } from '@tensorflow/tfjs-core';
import { concat, expand, reshape, split, squeeze, tile, transpose } from '../graph/layout.js';
import type { Value } from '../graph/value.js';
import { sizeOf } from '../graph/value.js';
import { pad, slice } from '../graph/window.js';
import { axesOf, axisOf, type Kernel, type KernelTable } from './kernel.js';

const insertAxis = (shape: readonly number[], axis: number): number[] => [
  ...shape.slice(0, axis),
  1,
  ...shape.slice(axis),
];

const reshapeTo: Kernel = ({ graph, inputs: { x }, attrs }) => {
  const shape = [...(attrs.shape as number[])];
  const free = shape.indexOf(-1);
  if (free >= 0) shape[free] = sizeOf(x.shape) / sizeOf(shape.filter((size) => size !== -1));
  return reshape(graph, x, shape);
};

const splitAlong: Kernel = ({ graph, inputs: { x }, attrs }) => {
  const axis = axisOf(attrs.axis, x.shape.length);
  const sizes = backend_util.prepareSplitSize({ shape: x.shape } as never, attrs.numOrSizeSplits as number[], axis);
  return split(graph, x, sizes, axis);
};

const sliceOut: Kernel = ({ graph, inputs: { x }, attrs }) => {
  const [begin, size] = slice_util.parseSliceParams(
    { shape: x.shape, rank: x.shape.length } as never,
    attrs.begin as number[],
    attrs.size as number[],
  );
  return slice(
    graph,
    x,
    begin,
    begin.map((first, axis) => first + size[axis]),
  );
};

const stridedSlice: Kernel = ({ graph, inputs: { x }, attrs }) => {
  const [begin, end, strides] = [attrs.begin, attrs.end, attrs.strides] as number[][];
  const masks = [attrs.beginMask, attrs.endMask, attrs.ellipsisMask, attrs.newAxisMask, attrs.shrinkAxisMask];
  const [b, e, el, na, sh] = masks.map((mask) => (mask as number) ?? 0);
  const info = slice_util.sliceInfo([...x.shape], begin, end, strides, b, e, el, na, sh);
  return reshape(graph, slice(graph, x, info.begin, info.end, info.strides), info.finalShape);
};

const padWith: Kernel = ({ graph, inputs: { x }, attrs }) => {
  const paddings = attrs.paddings as [number, number][];
  const [before, after] = [paddings.map((p) => p[0]), paddings.map((p) => p[1])];
  return pad(graph, x, before, after, attrs.constantValue as number);
};

const pack: Kernel = ({ graph, inputs, attrs }) => {
  const parts = Object.values(inputs);
  const axis = axisOf(attrs.axis, parts[0].shape.length + 1);
  return concat(
    graph,
    parts.map((part) => reshape(graph, part, insertAxis(part.shape, axis))),
    axis,
  );
};

const unpack: Kernel = ({ graph, inputs: { value }, attrs }) => {
  const axis = axisOf(attrs.axis, value.shape.length);
  const sizes = Array.from({ length: value.shape[axis] }, () => 1);
  return split(graph, value, sizes, axis).map((part: Value) => squeeze(graph, part, [axis]));
};

const reverse: Kernel = ({ graph, inputs: { x }, attrs }) => {
  const axes = axesOf(attrs.dims, x);
  const turned = x.shape.map((size, axis) => axes.includes(axis) && size > 1);
  const begin = x.shape.map((size, axis) => (turned[axis] ? size - 1 : 0));
  const end = x.shape.map((size, axis) => (turned[axis] ? -1 : size));
  return slice(
    graph,
    x,
    begin,
    end,
    turned.map((turn) => (turn ? -1 : 1)),
  );
};

export const shapeKernels: KernelTable = {
  Reshape: reshapeTo,
  ExpandDims: ({ graph, inputs, attrs }) => {
    const { shape } = inputs.input;
    return reshape(graph, inputs.input, insertAxis(shape, axisOf(attrs.dim, shape.length + 1)));
  },
  Transpose: ({ graph, inputs, attrs }) => transpose(graph, inputs.x, attrs.perm as number[]),
  Concat: ({ graph, inputs, attrs }) => {
    const parts = Object.values(inputs);
    return concat(graph, parts, axisOf(attrs.axis, parts[0].shape.length));
  },
  Tile: ({ graph, inputs, attrs }) => tile(graph, inputs.x, attrs.reps as number[]),
  BroadcastTo: ({ graph, inputs, attrs }) => expand(graph, inputs.x, attrs.shape as number[]),
  SplitV: splitAlong,
  Slice: sliceOut,
  StridedSlice: stridedSlice,
  PadV2: padWith,
  Pack: pack,
  Unpack: unpack,
  Reverse: reverse,
};
