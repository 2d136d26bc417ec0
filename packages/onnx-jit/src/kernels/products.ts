import { broadcast_util } from '@tensorflow/tfjs-core';
import { add } from '../graph/arithmetic.js';
import type { Graph } from '../graph/graph.js';
import { reshape } from '../graph/layout.js';
import type { Attributes, Value } from '../graph/value.js';
import { uniformOf } from '../graph/value.js';
import { activate } from './activation.js';
import type { Kernel, KernelTable } from './kernel.js';

const isVector = (x: Value): boolean => x.shape.at(-1) === 1 || x.shape.at(-2) === 1;

/** Turns a row into a column, or a column into a row. */
const turned = (graph: Graph, x: Value): Value =>
  reshape(graph, x, [...x.shape.slice(0, -2), x.shape.at(-1) as number, x.shape.at(-2) as number]);

/**
 * a b over the last two axes, with broadcast leading axes. Either factor may be transposed without a copy
 * (FusedMatMul).
 */
function matMul(graph: Graph, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const [m, n] = [a.shape.at(transposeA ? -1 : -2), b.shape.at(transposeB ? -2 : -1)] as number[];
  const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, m, n];
  if (uniformOf(a) === 0 || uniformOf(b) === 0) return graph.uniform(0, shape, 'float32');
  // A reshape transposes a vector.
  if (transposeA && isVector(a)) return matMul(graph, turned(graph, a), b, false, transposeB);
  if (transposeB && isVector(b)) return matMul(graph, a, turned(graph, b), transposeA, false);
  // ONNX Runtime is fast for a row on the left, but slow for a column on the right of a transposed matrix.
  if (transposeA && n === 1) return turned(graph, matMul(graph, turned(graph, b), a, false, false));
  if (!transposeA && !transposeB) return graph.emit1('MatMul', [a, b], shape, 'float32');
  const flags: Attributes = {};
  if (transposeA) flags.transA = { int: 1 };
  if (transposeB) flags.transB = { int: 1 };
  return graph.emit('FusedMatMul', [a, b], [{ shape, dtype: 'float32' }], flags, 'com.microsoft')[0];
}

const product: Kernel = ({ graph, inputs: { a, b }, attrs }) =>
  matMul(graph, a, b, Boolean(attrs.transposeA), Boolean(attrs.transposeB));

const fused: Kernel = ({ graph, inputs, attrs }) => {
  let y = matMul(graph, inputs.a, inputs.b, Boolean(attrs.transposeA), Boolean(attrs.transposeB));
  if (inputs.bias) y = add(graph, y, inputs.bias);
  return activate(graph, y, inputs, attrs);
};

/** This package's own kernel (see `layerNorm`): y, mean and 1 / std over the last axis. */
const layerNormalization: Kernel = ({ graph, inputs: { x, gain, bias }, attrs }) => {
  const statistics = { shape: [...x.shape.slice(0, -1), 1], dtype: 'float32' as const };
  const outputs = [{ shape: x.shape, dtype: 'float32' as const }, statistics, statistics];
  const attributes: Attributes = { axis: { int: -1 }, epsilon: { float: attrs.epsilon as number } };
  return graph.emit('LayerNormalization', [x, gain, bias], outputs, attributes);
};

export const productKernels: KernelTable = {
  BatchMatMul: product,
  _FusedMatMul: fused,
  LayerNormalization: layerNormalization,
};
