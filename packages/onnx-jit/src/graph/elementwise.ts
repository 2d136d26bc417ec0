import { broadcast_util } from '@tensorflow/tfjs-core';
import type { Graph } from './graph.js';
import { expand, reshape } from './layout.js';
import type { Attributes, ElementType, Value } from './value.js';
import { sameShape, sizeOf, uniformOf } from './value.js';

export function broadcastShape(values: readonly Value[]): number[] {
  return values.reduce<number[]>(
    (shape, value) => broadcast_util.assertAndGetBroadcastShape(shape, [...value.shape]),
    [],
  );
}

/** The smallest value that broadcasts to this one: the input of an Expand, or a scalar. */
function unexpanded(graph: Graph, value: Value): Value {
  const uniform = uniformOf(value);
  if (uniform !== undefined) return graph.scalar(uniform, value.dtype);
  return value.node?.op === 'Expand' ? value.node.inputs[0] : value;
}

/**
 * Adds leading axes of size 1 to operands of a lower rank whose own axes all have size 1. Otherwise ONNX Runtime's
 * broadcasting loop starts at a trailing axis of 1 and calls the operator once per element: [8, 4, 80, 1] minus a
 * scalar takes 24 us instead of 1.
 */
function aligned(graph: Graph, operands: readonly Value[], shape: readonly number[]): Value[] {
  return operands.map((operand) => {
    const missing = shape.length - operand.shape.length;
    if (missing === 0 || shape.at(-1) !== 1 || shape.slice(missing).some((size) => size !== 1)) return operand;
    return reshape(graph, operand, [...Array<number>(missing).fill(1), ...operand.shape]);
  });
}

/**
 * An elementwise operator with broadcasting. It is computed on the smallest operands and expanded afterwards. The
 * tensors of ones by which gradients of sums are multiplied are therefore never made.
 */
export function elementwise(
  graph: Graph,
  op: string,
  operands: readonly Value[],
  dtype: ElementType,
  attributes?: Attributes,
): Value {
  const shape = broadcastShape(operands);
  const small = operands.map((operand) => unexpanded(graph, operand));
  const inner = broadcastShape(small);
  const plain = beforeReshape(graph, small, inner);
  const before = broadcastShape(plain);
  const result = graph.emit1(op, aligned(graph, plain, before), before, dtype, attributes);
  return expand(graph, reshape(graph, result, inner), shape);
}

/**
 * The operands before they were reshaped, if all of them were reshaped alike. The reshape is delayed until after the
 * operation: there it often meets its inverse, and operators that ONNX Runtime can fuse become neighbours. Operands
 * that broadcast along all axes but the last stay as they are if the last axis is unchanged.
 */
function beforeReshape(graph: Graph, operands: readonly Value[], shape: readonly number[]): readonly Value[] {
  const whole = operands.filter((operand) => sameShape(operand.shape, shape));
  const sources = whole.map((operand) => (operand.node?.op === 'Reshape' ? operand.node.inputs[0] : undefined));
  const source = sources[0];
  if (!source || !sources.every((each) => each && sameShape(each.shape, source.shape))) return operands;
  const rest = operands.filter((operand) => !sameShape(operand.shape, shape));
  const columns = shape.at(-1);
  const fits = ({ shape: own }: Value): boolean =>
    sizeOf(own) === 1 || (source.shape.at(-1) === columns && sizeOf(own) === columns && own.at(-1) === columns);
  if (!rest.every(fits)) return operands;
  return operands.map((operand) => {
    if (sameShape(operand.shape, shape)) return operand.node!.inputs[0];
    return reshape(graph, operand, sizeOf(operand.shape) === 1 ? [] : [columns as number]);
  });
}

export function unary(graph: Graph, op: string, x: Value, dtype: ElementType = x.dtype): Value {
  return elementwise(graph, op, [x], dtype);
}

export function cast(graph: Graph, x: Value, dtype: ElementType): Value {
  if (x.dtype === dtype) return x;
  const uniform = uniformOf(x);
  if (uniform !== undefined) {
    const number = dtype === 'bool' ? Number(uniform !== 0) : dtype === 'float32' ? uniform : Math.trunc(uniform);
    if (Number.isFinite(number)) return graph.uniform(number, x.shape, dtype);
  }
  // The numbers are those of TensorProto.DataType.
  const to = { float32: 1, int32: 6, int64: 7, bool: 9 }[dtype];
  return elementwise(graph, 'Cast', [x], dtype, { to: { int: to } });
}
