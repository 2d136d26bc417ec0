import type { DType } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';

export interface Input {
  shape: number[];
  dtype?: DType;
  /** Range of the elements, default [-2, 2]; integers exclude the upper end. */
  range?: [number, number];
}

/** A small function, for a list of dimensions (between 1 and 4 each, at least two) drawn at random. */
export interface Case {
  inputs: (dims: number[], broadcast: number) => Input[];
  fn: (...x: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  /**
   * Whether the gradient is checked against tfjs's own rules (default), or against finite differences where tfjs's fail:
   * they mistake broadcast operands, permute cumulative sums, and have no form for some ranks.
   */
  gradient?: boolean | 'numeric';
  tolerance?: number;
}

const POSITIVE: [number, number] = [0.2, 3];
const one =
  (range?: [number, number], dtype?: DType) =>
  (dims: number[]): Input[] => [{ shape: dims, range, dtype }];

/** The second operand's shape: the same, a scalar, trailing dimensions only, or ones in places. */
function broadcastShape(dims: number[], kind: number): number[] {
  if (kind === 1) return [];
  if (kind === 2) return dims.slice(1);
  if (kind === 3) return dims.map((size, i) => (i % 2 ? size : 1));
  return dims;
}

const two =
  (ranges: [number, number][] = [], dtype?: DType) =>
  (dims: number[], broadcast: number): Input[] => {
    const shapes = [dims, broadcastShape(dims, broadcast)];
    if (dims.length % 2) shapes.reverse();
    return shapes.map((shape, i) => ({ shape, range: ranges[i], dtype }));
  };

const unary = (op: (x: tf.Tensor) => tf.Tensor, range?: [number, number], more: Partial<Case> = {}): Case => ({
  inputs: one(range),
  fn: (x) => op(x),
  ...more,
});
const binary = (
  op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  ranges?: [number, number][],
  more: Partial<Case> = {},
): Case => ({
  inputs: two(ranges),
  fn: (a, b) => op(a, b),
  ...more,
});
const ints = (op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, b: [number, number] = [-5, 6]): Case => ({
  inputs: two([[-5, 6], b], 'int32'),
  fn: (x, y) => op(x, y),
  gradient: false,
});
const logical = (op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Case => ({
  inputs: two([], 'bool'),
  fn: (a, b) => op(a, b),
  gradient: false,
});
const flat = { gradient: false };
const numeric = { gradient: 'numeric' as const };

export const elementwiseCases: Record<string, Case> = {
  abs: unary(tf.abs),
  ceil: unary(tf.ceil),
  floor: unary(tf.floor),
  round: unary(tf.round),
  sign: unary(tf.sign),
  neg: unary(tf.neg),
  cos: unary(tf.cos),
  sin: unary(tf.sin),
  tan: unary(tf.tan, [-1, 1]),
  elu: unary(tf.elu),
  erf: unary(tf.erf),
  exp: unary(tf.exp),
  expm1: unary(tf.expm1),
  'expm1 near 0': unary((x) => tf.mul(tf.expm1(x), 1e4), [-1e-4, 1e-4]),
  log: unary(tf.log, POSITIVE),
  log1p: unary(tf.log1p, [-0.7, 3]),
  'log1p near 0': unary((x) => tf.mul(tf.log1p(x), 1e4), [-1e-4, 1e-4]),
  reciprocal: unary(tf.reciprocal, POSITIVE),
  relu: unary(tf.relu),
  relu6: unary((x) => tf.relu(tf.sub(6, x))),
  rsqrt: unary(tf.rsqrt, POSITIVE),
  sigmoid: unary(tf.sigmoid, [-8, 8]),
  softplus: unary(tf.softplus, [-8, 8]),
  sqrt: unary(tf.sqrt, POSITIVE),
  square: unary(tf.square),
  tanh: unary(tf.tanh, [-5, 5]),
  step: unary((x) => tf.step(x, 0.3)),
  clip: unary((x) => tf.clipByValue(x, -1, 0.5)),
  cast: unary((x) => tf.cast(tf.cast(x, 'int32'), 'float32'), undefined, flat),
  'cast to bool': unary((x) => tf.cast(tf.relu(x), 'bool'), undefined, flat),
  isNaN: unary((x) => tf.isNaN(tf.sqrt(x)), undefined, flat),
  isFinite: unary((x) => tf.isFinite(tf.log(tf.relu(x))), undefined, flat),
  isInf: unary((x) => tf.isInf(tf.log(tf.relu(x))), undefined, flat),
  zerosLike: unary((x) => tf.add(tf.zerosLike(x), tf.mul(tf.onesLike(x), x))),
  add: binary(tf.add),
  sub: binary(tf.sub),
  'sub of neg': binary((a, b) => tf.sub(tf.neg(a), tf.neg(b))),
  mul: binary(tf.mul),
  div: binary(tf.div, [[-2, 2], POSITIVE]),
  'div, divisor first': binary(tf.div, [POSITIVE, POSITIVE]),
  floorDiv: binary(tf.floorDiv, [[-9, 9], POSITIVE], flat),
  mod: binary(tf.mod, [
    [-9, 9],
    [0.5, 2],
  ]),
  'mod of a negative': binary(
    (a, b) => tf.mod(a, tf.neg(b)),
    [
      [-9, 9],
      [0.5, 2],
    ],
  ),
  maximum: binary(tf.maximum, [], numeric),
  minimum: binary(tf.minimum, [], numeric),
  pow: binary(tf.pow, [POSITIVE, [-2, 2]]),
  'pow 2': unary((x) => tf.pow(x, 2)),
  'pow 3': unary((x) => tf.pow(x, 3)),
  'pow .5': unary((x) => tf.pow(x, 0.5), POSITIVE),
  'pow -1': unary((x) => tf.pow(x, -1), POSITIVE),
  squaredDifference: binary(tf.squaredDifference, [], numeric),
  addN: binary((a, b) => tf.addN([tf.add(a, b), tf.sub(a, b)]), [], numeric),
  where: binary((a, b) => tf.where(tf.greater(a, b), tf.mul(a, b), tf.sub(a, b))),
  'where, scalar': unary((x) => tf.where(tf.less(x, 0), x, 7)),
  equal: binary((a, b) => tf.equal(tf.round(a), tf.round(b)), [], flat),
  notEqual: binary((a, b) => tf.notEqual(tf.round(a), tf.round(b)), [], flat),
  greater: binary(tf.greater, [], flat),
  greaterEqual: binary(tf.greaterEqual, [], flat),
  less: binary(tf.less, [], flat),
  lessEqual: binary(tf.lessEqual, [], flat),
  'int add': ints(tf.add),
  'int sub': ints(tf.sub),
  'int mul': ints(tf.mul),
  'int div': ints(tf.div, [1, 4]),
  'int floorDiv, negative': ints(tf.floorDiv, [-4, 0]),
  'int mod': ints(tf.mod, [1, 4]),
  'int mod, negative': ints(tf.mod, [-4, 0]),
  'int maximum': ints(tf.maximum),
  'int minimum': ints(tf.minimum),
  'int abs, neg, square': ints((a, b) => tf.add(tf.abs(a), tf.add(tf.neg(b), tf.square(b)))),
  'int relu, clip, sign': ints((a, b) => tf.add(tf.relu(a), tf.add(tf.clipByValue(b, -2, 3), tf.sign(a)))),
  'int compare': ints((a, b) => tf.logicalXor(tf.less(a, b), tf.equal(a, b))),
  'int and float': ints((a, b) => tf.mul(tf.cast(a, 'float32'), b)),
  logicalAnd: logical(tf.logicalAnd),
  logicalOr: logical(tf.logicalOr),
  logicalXor: logical(tf.logicalXor),
  logicalNot: logical((a, b) => tf.logicalNot(tf.logicalAnd(a, b))),
  'bool equal': logical(tf.equal),
  'bool where': logical((a, b) => tf.where(a, b, tf.logicalNot(b))),
  'bool cast': logical((a, b) => tf.add(tf.cast(a, 'int32'), tf.cast(b, 'float32'))),
};

const rankOf = (x: tf.Tensor): number => x.shape.length;
const last = (x: tf.Tensor): number => rankOf(x) - 1;
const all = unary;
const swapped = (x: tf.Tensor): tf.Tensor => tf.transpose(x);
const bools = (op: (x: tf.Tensor) => tf.Tensor): Case => ({
  inputs: one(undefined, 'bool'),
  fn: (x) => op(x),
  gradient: false,
});

export const reductionCases: Record<string, Case> = {
  sum: all((x) => tf.sum(x)),
  'sum over one axis': all((x) => tf.sum(x, 0)),
  'sum, kept': all((x) => tf.sum(x, [0, last(x)], true)),
  'sum of a square': all((x) => tf.square(tf.sum(x, -1))),
  mean: all((x) => tf.mean(x)),
  'mean over axes': all((x) => tf.mean(x, [0, 1])),
  'mean, kept': all((x) => tf.mul(x, tf.mean(x, -1, true))),
  max: all((x) => tf.max(x)),
  'max over an axis': all((x) => tf.max(x, 1)),
  'max, kept': all((x) => tf.sub(x, tf.max(x, -1, true))),
  min: all((x) => tf.min(x, 0)),
  'min, kept': all((x) => tf.mul(x, tf.min(x, -1, true))),
  prod: all((x) => tf.prod(x, -1), POSITIVE, numeric),
  'int sum': { inputs: one([-5, 6], 'int32'), fn: (x) => tf.sum(x, 0), gradient: false },
  'int max': { inputs: one([-5, 6], 'int32'), fn: (x) => tf.max(x, -1), gradient: false },
  'int mean': { inputs: one([-5, 6], 'int32'), fn: (x) => tf.mean(x, 0), gradient: false },
  'bool sum': bools((x) => tf.sum(x, 0)),
  all: bools((x) => tf.all(x, 0)),
  any: bools((x) => tf.any(x, -1, true)),
  argMax: all((x) => tf.argMax(x, 0), undefined, flat),
  'argMax, ties': all((x) => tf.argMax(tf.round(x), -1), undefined, flat),
  argMin: all((x) => tf.argMin(x, -1), undefined, flat),
  cumsum: all((x) => tf.cumsum(x, 0), undefined, numeric),
  'cumsum, exclusive': all((x) => tf.cumsum(x, last(x), true), undefined, numeric),
  'cumsum, reverse': all((x) => tf.cumsum(x, 0, false, true), undefined, numeric),
  'cumsum, exclusive, reverse': all((x) => tf.cumsum(x, 0, true, true), undefined, numeric),
  'topk values': all((x) => tf.topk(x, 1).values, undefined, flat),
  topk: all((x) => tf.topk(x, 1).indices, undefined, flat),
  softmax: all((x) => tf.softmax(x)),
  logSoftmax: all((x) => tf.logSoftmax(x)),
  logSumExp: all((x) => tf.logSumExp(x, -1)),
  'softmax twice': all((x) => tf.softmax(tf.transpose(tf.softmax(x)))),
  moments: all((x) => tf.moments(x, 0).variance),
};

const paired = (x: tf.Tensor): [number, number][] => x.shape.map((_, i) => [i % 2, i % 3]);

export const shapeCases: Record<string, Case> = {
  reshape: all((x) => tf.reshape(tf.reshape(x, [-1]), [x.size, 1])),
  expandDims: all((x) => tf.mul(tf.expandDims(x, 1), tf.expandDims(x, 0))),
  squeeze: all((x) => tf.squeeze(tf.sum(x, 0, true), [0])),
  transpose: all(swapped),
  'transpose, rotated': all((x) =>
    tf.square(
      tf.transpose(
        x,
        x.shape.map((_, i) => (i + 1) % rankOf(x)),
      ),
    ),
  ),
  concat: all((x) => tf.concat([x, tf.square(x), tf.neg(x)], last(x))),
  'concat, axis 0': all((x) => tf.concat([x, tf.exp(x)], 0)),
  split: all((x) => {
    const [a, b, c] = tf.split(tf.concat([x, x, tf.square(x)], -1), 3, last(x));
    return tf.sub(tf.mul(a, b), c);
  }),
  'split by sizes, some unused': all(
    (x) => {
      const wide = tf.concat([x, tf.exp(x)], 0);
      return tf.square(tf.split(wide, [1, 2 * x.shape[0] - 1], 0)[1]);
    },
    undefined,
    { inputs: (dims) => [{ shape: [dims[0] + 1, ...dims.slice(1)] }] },
  ),
  slice: all((x) =>
    tf.slice(
      x,
      x.shape.map((size) => Math.floor(size / 2)),
    ),
  ),
  'slices of one tensor': all((x) => {
    const [n, half] = [x.shape[0], Math.ceil(x.shape[0] / 2)];
    const first = tf.slice(x, 0, half);
    const rest = tf.slice(x, half, n - half);
    return tf.concat([tf.square(first), tf.neg(rest)], 0);
  }),
  'slices that overlap': all((x) => {
    const wide = tf.concat([x, tf.square(x)], -1);
    const width = wide.shape[last(x)] as number;
    const rows = x.shape.slice(0, -1);
    const take = (at: number, size: number) => tf.slice(wide, [...rows.map(() => 0), at], [...rows, size]);
    return tf.mul(take(0, width - 1), take(1, width - 1));
  }),
  stridedSlice: all((x) => tf.stridedSlice(x, [0, 0], x.shape.slice(0, 2), [2, 1]), undefined, flat),
  'stridedSlice, back': all((x) => tf.stridedSlice(x, [-1], [-x.shape[0] - 1], [-1]), undefined, flat),
  'stridedSlice, shrunk': all((x) => tf.stridedSlice(x, [0], [1], [1], 0, 0, 0, 0, 1), undefined, flat),
  pad: all((x) => tf.pad(x, paired(x)), undefined, { inputs: (dims) => [{ shape: dims.slice(0, 4) }] }),
  'pad with a number': all((x) => tf.square(tf.pad(x, paired(x), 1.5))),
  stack: all((x) => tf.stack([x, tf.square(x)], 1)),
  'stack at the end': all((x) => tf.stack([x, tf.square(x)], rankOf(x))),
  unstack: all((x) => tf.unstack(x, 0).reduce((sum, part, i) => tf.add(sum, tf.mul(part, i))), undefined, numeric),
  'unstack, one used': all((x) => tf.unstack(x, last(x))[0], undefined, numeric),
  tile: all((x) =>
    tf.tile(
      x,
      x.shape.map((_, i) => 1 + (i % 3)),
    ),
  ),
  broadcastTo: {
    inputs: (dims) => [{ shape: dims.map((d, i) => (i % 2 ? d : 1)) }],
    fn: (x) => tf.broadcastTo(x, [2, ...x.shape.map((d) => (d === 1 ? 3 : d))]),
    gradient: 'numeric',
  },
  reverse: all((x) => tf.square(tf.reverse(x, [0, last(x)]))),
  'fill, ones, zeros': all((x) => tf.add(tf.mul(x, tf.ones(x.shape)), tf.add(tf.fill(x.shape, 2), tf.zeros(x.shape)))),
  'big uniform': all((x) => tf.stack([tf.fill([50, 50], 2), tf.mul(tf.ones([50, 50]), tf.sum(x))])),
  'range, linspace, eye': all((x) =>
    tf.add(
      tf.sum(x),
      tf.add(tf.matMul(tf.eye(5), tf.reshape(tf.range(0, 5), [5, 1])), tf.reshape(tf.linspace(0, 1, 5), [5, 1])),
    ),
  ),
  'range, falling': all((x) => tf.add(tf.sum(x), tf.range(5, 0))),
};

const index = (shape: number[], below: number): Input => ({ shape, dtype: 'int32', range: [0, below] });

export const indexingCases: Record<string, Case> = {
  gather: { inputs: (dims) => [{ shape: dims }, index([5], dims[0])], fn: (x, i) => tf.gather(x, i as tf.Tensor1D) },
  'gather, axis 1': {
    inputs: (dims) => [{ shape: dims }, index([3], dims[1])],
    fn: (x, i) => tf.gather(x, i as tf.Tensor1D, 1),
  },
  'gather, table': {
    inputs: (dims) => [{ shape: dims }, index([3, 2], dims[0])],
    fn: (x, i) => tf.square(tf.gather(x, i)),
  },
  'gather, batched': {
    inputs: (dims) => [{ shape: dims }, index([dims[0], 3], dims[1])],
    fn: (x, i) => tf.gather(x, i, 1, 1),
    gradient: 'numeric',
  },
  gatherND: {
    inputs: (dims) => [{ shape: dims }, index([4, 1], dims[0])],
    fn: (x, i) => tf.gatherND(x, i),
    gradient: 'numeric',
  },
  scatterND: {
    inputs: (dims) => [{ shape: [4, ...dims] }, index([4, 1], 3)],
    fn: (x, i) => tf.scatterND(i as tf.Tensor2D, x, [3, ...x.shape.slice(1)] as never),
    gradient: 'numeric',
  },
  tensorScatterUpdate: {
    // Each row is written once: what is written twice has no definite gradient.
    inputs: (dims) => [{ shape: [4, ...dims] }, { shape: [2, ...dims] }],
    fn: (x, updates) => tf.tensorScatterUpdate(x, tf.tensor2d([[3], [1]], [2, 1], 'int32'), tf.square(updates)),
    gradient: 'numeric',
  },
  oneHot: {
    inputs: (dims) => [{ shape: dims, dtype: 'int32', range: [-2, 6] }],
    fn: (i) => tf.oneHot(i as tf.Tensor1D, 4),
    gradient: false,
  },
  'oneHot, deep': {
    inputs: (dims) => [{ shape: dims, dtype: 'int32', range: [-20, 150] }],
    fn: (i) => tf.oneHot(i as tf.Tensor1D, 129, 1, 0, 'float32'),
    gradient: false,
  },
  'oneHot, float': {
    inputs: (dims) => [{ shape: dims, dtype: 'int32', range: [-2, 6] }],
    fn: (i) => tf.oneHot(i as tf.Tensor1D, 4, 2.5, -1, 'float32'),
    gradient: false,
  },
  unsortedSegmentSum: {
    inputs: (dims) => [{ shape: [6, ...dims] }, { shape: [6], dtype: 'int32', range: [0, 3] }],
    fn: (x, i) => tf.unsortedSegmentSum(x, i as tf.Tensor1D, 3),
  },
  'unsortedSegmentSum, out of range': {
    inputs: (dims) => [{ shape: [6, ...dims] }, { shape: [6], dtype: 'int32', range: [-2, 5] }],
    fn: (x, i) => tf.unsortedSegmentSum(x, i as tf.Tensor1D, 3),
    gradient: 'numeric',
  },
};

const matrices = (transposeA: boolean, transposeB: boolean, shared = false): Case => ({
  inputs: (dims) => {
    const [m, k, n] = [dims[0] + 1, dims[1], 3];
    const batch = dims.slice(2);
    return [
      { shape: [...batch, ...(transposeA ? [k, m] : [m, k])] },
      { shape: [...(shared ? [] : batch), ...(transposeB ? [n, k] : [k, n])] },
    ];
  },
  fn: (a, b) => tf.matMul(a, b, transposeA, transposeB),
});

export const productCases: Record<string, Case> = {
  matMul: matrices(false, false),
  'matMul, transposed b': matrices(false, true),
  'matMul, transposed a': matrices(true, false),
  'matMul, both transposed': matrices(true, true),
  'matMul, shared': { ...matrices(false, false, true), gradient: 'numeric' },
  'matMul, shared, transposed b': { ...matrices(false, true, true), gradient: 'numeric' },
  'matMul, shared, transposed a': { ...matrices(true, false, true), gradient: 'numeric' },
  'matMul, column': {
    inputs: (dims) => [{ shape: [3, dims[0], dims[1]] }, { shape: [3, dims[0], 1] }],
    fn: (a, b) => tf.matMul(a, b, true, false),
    gradient: 'numeric',
  },
  'matMul, rows': {
    inputs: (dims) => [{ shape: [3, 1, dims[0]] }, { shape: [3, 1, dims[1]] }],
    fn: (a, b) => tf.matMul(a, b, true, false),
    gradient: 'numeric',
  },
  'sum of outer products': {
    inputs: (dims) => [
      { shape: [dims[0], 8, 1] },
      { shape: [dims[0], 1, 9] },
      { shape: [dims[0], 8, 1] },
      { shape: [dims[0], 1, 9] },
      { shape: [dims[0], 1, 9] },
    ],
    fn: (a, b, c, d, row) => tf.add(tf.add(tf.matMul(a, b), tf.matMul(c, d)), row),
  },
  'outer product and a repeated row, more than the product': {
    inputs: () => [{ shape: [1, 8, 1] }, { shape: [1, 1, 9] }, { shape: [1, 1, 9] }],
    fn: (a, b, row) => tf.add(tf.matMul(a, b), tf.broadcastTo(row, [3, 8, 9])),
  },
  dot: { inputs: (dims) => [{ shape: [dims[0], 3] }, { shape: [3] }], fn: (a, b) => tf.dot(a, b) },
  'fused matMul': {
    inputs: (dims) => [{ shape: [dims[0], 3] }, { shape: [3, dims[1]] }, { shape: [dims[1]] }],
    fn: (a, b, bias) => tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias, activation: 'relu' }),
  },
  'fused matMul, linear, transposed': {
    inputs: (dims) => [{ shape: [3, dims[0]] }, { shape: [dims[1], 3] }, { shape: [dims[1]] }],
    fn: (a, b, bias) =>
      tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias, transposeA: true, transposeB: true }),
  },
};

type Pad = 'same' | 'valid' | number;

/** Images of dims[0], sizes up from the filter's 3 x 2, dims[1] channels in, 2 out. */
const convolution = (
  op: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor,
  more: Partial<Case> & { channels?: 'swapped'; width?: number } = {},
): Case => ({
  inputs: (dims) => {
    const channels = dims[1];
    return [
      { shape: [dims[0], 3 + dims[0], 2 + (dims[2] ?? 3), more.channels ? 2 : channels] },
      { shape: [3, more.width ?? 2, channels, 2] },
    ];
  },
  fn: (x, filter) => op(x as tf.Tensor4D, filter as tf.Tensor4D),
  ...more,
});
const plain = (strides: number | [number, number], pad: Pad): Case =>
  convolution((x, filter) => tf.conv2d(x, filter, strides, pad));

export const convolutionCases: Record<string, Case> = {
  'conv2d, valid': plain(1, 'valid'),
  'conv2d, same': plain(1, 'same'),
  'conv2d, same, strides': plain([2, 3], 'same'),
  'conv2d, valid, strides': plain([2, 1], 'valid'),
  'conv2d, strides past the end': plain(3, 'valid'),
  'conv2d, padded': convolution((x, filter) => tf.conv2d(x, filter, 2, 1), { width: 3 }),
  'conv2d, dilated': convolution((x, filter) => tf.conv2d(x, filter, 1, 'same', 'NHWC', [2, 1]), { gradient: false }),
  conv1d: {
    inputs: (dims) => [{ shape: [dims[0], 3 + dims[1], 2] }, { shape: [3, 2, dims[1]] }],
    fn: (x, filter) => tf.conv1d(x as tf.Tensor3D, filter as tf.Tensor3D, 2, 'same'),
  },
  conv2dTranspose: convolution(
    (x, filter) => {
      const [n, h, w] = x.shape;
      return tf.conv2dTranspose(x, filter, [n, 2 * h, 2 * w, filter.shape[2]], 2, 'same');
    },
    { channels: 'swapped', gradient: 'numeric' },
  ),
  'fused conv2d': convolution((x, filter) =>
    tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias: tf.tensor1d([0.3, -0.2]), activation: 'relu' }),
  ),
};
