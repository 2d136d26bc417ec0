import * as tf from '@tensorflow/tfjs-core';
import { type GradientRule, zeros } from './rule.js';

const sizeOf = (shape: number[]): number => shape.reduce((a, b) => a * b, 1);

/** Sums the rows of `updates` [k, ...] that have the same index, into `count` rows. All indices are in range. */
function sumRows(updates: tf.Tensor, indices: tf.Tensor, count: number): tf.Tensor {
  const inputs = { x: updates, segmentIds: indices };
  return tf.engine().runKernel('UnsortedSegmentSum', inputs, { numSegments: count, inRange: true }) as tf.Tensor;
}

const gather: GradientRule = {
  inputs: ['x', 'indices'],
  gradient: (dy, [x, indices], attrs) => ({
    indices: () => zeros(indices),
    x: () => {
      const batch = attrs.batchDims as number;
      const axis = tf.util.parseAxisParam(attrs.axis as number, x.shape)[0];
      if (batch > 0) {
        // All batches share one list of rows: row i of batch b is row b n + i.
        const batches = sizeOf(x.shape.slice(0, batch));
        const [n, rest] = [x.shape[axis], x.shape.slice(axis + 1)];
        const offsets = tf.mul(tf.range(0, batches, 1, 'int32'), tf.scalar(n, 'int32'));
        const rows = tf.add(tf.reshape(indices, [batches, -1]), tf.reshape(offsets, [batches, 1]));
        return tf.reshape(sumRows(tf.reshape(dy, [rows.size, ...rest]), tf.reshape(rows, [-1]), batches * n), x.shape);
      }
      // Moves the gathered axis to the front: [before, indices, after] -> [indices, before, after], and back.
      const [before, after] = [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis + 1))];
      const first = tf.transpose(tf.reshape(dy, [before, indices.size, after]), [1, 0, 2]);
      const sums = sumRows(first, tf.reshape(indices, [-1]), x.shape[axis]);
      return tf.reshape(tf.transpose(sums, [1, 0, 2]), x.shape);
    },
  }),
};

/** Rows whose segment is out of range were dropped: they get no gradient. */
const segmentSum: GradientRule = {
  inputs: ['segmentIds'],
  gradient: (dy, [ids], { numSegments }) => ({
    segmentIds: () => zeros(ids),
    x: () => {
      const count = numSegments as number;
      const known = tf.logicalAnd(tf.greaterEqual(ids, tf.scalar(0, 'int32')), tf.less(ids, tf.scalar(count, 'int32')));
      const rows = tf.gather(dy, tf.clipByValue(ids, 0, count - 1));
      const mask = tf.reshape(tf.cast(known, 'float32'), [...ids.shape, ...dy.shape.slice(1).map(() => 1)]);
      return tf.mul(rows, mask);
    },
  }),
};

export const indexingRules: Record<string, GradientRule> = {
  GatherV2: gather,
  GatherNd: {
    inputs: ['params', 'indices'],
    gradient: (dy, [params, indices]) => ({
      params: () => tf.scatterND(indices as never, dy, params.shape as never),
      indices: () => zeros(indices),
    }),
  },
  ScatterNd: {
    inputs: ['indices'],
    gradient: (dy, [indices]) => ({ updates: () => tf.gatherND(dy, indices), indices: () => zeros(indices) }),
  },
  TensorScatterUpdate: {
    inputs: ['indices', 'updates'],
    gradient: (dy, [indices, updates]) => ({
      tensor: () => tf.tensorScatterUpdate(dy, indices, tf.zerosLike(updates)),
      indices: () => zeros(indices),
      updates: () => tf.gatherND(dy, indices),
    }),
  },
  OneHot: { inputs: ['indices'], gradient: (_, [indices]) => ({ indices: () => zeros(indices) }) },
  UnsortedSegmentSum: segmentSum,
};
