import * as tf from '@tensorflow/tfjs-core';
import type { GradientRule } from './rule.js';

const toInputShape = (name: string): GradientRule => ({
  inputs: [name],
  gradient: (dy, [x]) => ({ [name]: () => tf.reshape(dy, x.shape) }),
});

const listed = (tensors: tf.Tensor[]): Record<string, () => tf.Tensor> =>
  Object.fromEntries(tensors.map((tensor, i) => [String(i), () => tensor]));

/** The gradients of a kernel's outputs as a list; tfjs passes a single one without a list. */
const gradients = (dy: tf.Tensor | tf.Tensor[]): tf.Tensor[] => (Array.isArray(dy) ? dy : [dy]);

const axisOf = (axis: unknown, rank: number): number => ((axis as number) + rank) % rank;

/** The gradient of a tile is summed over its copies: [r d] is reshaped to [r, d]. */
const tile: GradientRule = {
  inputs: ['x'],
  gradient: (dy, [x], { reps }) => ({
    x: () => {
      const times = reps as number[];
      const shape = x.shape.flatMap((size, axis) => [times[axis], size]);
      const copies = times.flatMap((count, axis) => (count > 1 ? [2 * axis] : []));
      return tf.reshape(copies.length > 0 ? tf.sum(tf.reshape(dy, shape), copies) : dy, x.shape);
    },
  }),
};

const slice: GradientRule = {
  inputs: ['x'],
  gradient: (dy, [x], { begin, size }) => ({
    x: () => {
      const [first, extent] = tf.slice_util.parseSliceParams(x, begin as number[], size as number[]);
      const paddings = first.map((from, axis): [number, number] => [from, x.shape[axis] - from - extent[axis]]);
      return tf.pad(dy, paddings);
    },
  }),
};

export const shapeRules: Record<string, GradientRule> = {
  Reshape: toInputShape('x'),
  ExpandDims: toInputShape('input'),
  Transpose: {
    gradient: (dy, _, { perm }) => ({
      x: () =>
        tf.transpose(
          dy,
          (perm as number[]).map((_axis, i) => (perm as number[]).indexOf(i)),
        ),
    }),
  },
  Concat: {
    allInputs: true,
    gradient: (dy, parts, { axis }) => {
      const along = axisOf(axis, dy.rank);
      return listed(
        tf.split(
          dy,
          parts.map((part) => part.shape[along]),
          along,
        ),
      );
    },
  },
  SplitV: { gradient: (dy, _, { axis }) => ({ x: () => tf.concat(gradients(dy), axis as number) }) },
  Pack: { gradient: (dy, _, { axis }) => listed(tf.unstack(dy, axis as number)) },
  Unpack: { gradient: (dy, _, { axis }) => ({ value: () => tf.stack(gradients(dy), axis as number) }) },
  Tile: tile,
  Slice: slice,
  PadV2: {
    inputs: ['x'],
    gradient: (dy, [x], { paddings }) => ({
      x: () =>
        tf.slice(
          dy,
          (paddings as number[][]).map((padding) => padding[0]),
          x.shape,
        ),
    }),
  },
  Reverse: { gradient: (dy, _, { dims }) => ({ x: () => tf.reverse(dy, dims as number[]) }) },
};
