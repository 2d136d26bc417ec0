import { broadcastShape, elementwise, unary } from './elementwise.js';
import type { Graph } from './graph.js';
import { expand } from './layout.js';
import { addOuterProducts } from './outer-products.js';
import type { Value } from './value.js';
import { uniformOf } from './value.js';
import { addPieces } from './window.js';

/** The operand of a negation, if the value is one. */
const negated = (value: Value): Value | undefined => (value.node?.op === 'Neg' ? value.node.inputs[0] : undefined);

const folded = (graph: Graph, a: Value, b: Value, f: (a: number, b: number) => number): Value | undefined => {
  const [x, y] = [uniformOf(a), uniformOf(b)];
  if (x === undefined || y === undefined) return undefined;
  // Rounds as the runtime would: one operation on float32 operands, computed in double precision and rounded once.
  const result = a.dtype === 'float32' ? Math.fround(f(Math.fround(x), Math.fround(y))) : f(x, y) | 0;
  return Number.isFinite(result) ? graph.uniform(result, broadcastShape([a, b]), a.dtype) : undefined;
};

export function add(graph: Graph, a: Value, b: Value): Value {
  const shape = broadcastShape([a, b]);
  if (uniformOf(a) === 0) return expand(graph, b, shape);
  if (uniformOf(b) === 0) return expand(graph, a, shape);
  const negative = negated(b);
  if (negative) return subtract(graph, a, negative);
  return (
    folded(graph, a, b, (x, y) => x + y) ??
    addPieces(graph, a, b) ??
    addOuterProducts(graph, a, b) ??
    elementwise(graph, 'Add', [a, b], a.dtype)
  );
}

export function subtract(graph: Graph, a: Value, b: Value): Value {
  if (uniformOf(b) === 0) return expand(graph, a, broadcastShape([a, b]));
  if (uniformOf(a) === 0) return expand(graph, negate(graph, b), broadcastShape([a, b]));
  const negative = negated(b);
  if (negative) return add(graph, a, negative);
  return folded(graph, a, b, (x, y) => x - y) ?? elementwise(graph, 'Sub', [a, b], a.dtype);
}

/**
 * A product. Zero times any value is folded to zero, including infinities and NaN, since these zeros stand for absent
 * gradients.
 */
export function multiply(graph: Graph, a: Value, b: Value): Value {
  const shape = broadcastShape([a, b]);
  if (uniformOf(a) === 1) return expand(graph, b, shape);
  if (uniformOf(b) === 1) return expand(graph, a, shape);
  if (uniformOf(a) === 0 || uniformOf(b) === 0) return graph.uniform(0, shape, a.dtype);
  if (uniformOf(a) === -1) return expand(graph, negate(graph, b), shape);
  if (uniformOf(b) === -1) return expand(graph, negate(graph, a), shape);
  return folded(graph, a, b, (x, y) => x * y) ?? elementwise(graph, 'Mul', [a, b], a.dtype);
}

export function divide(graph: Graph, a: Value, b: Value): Value {
  if (uniformOf(b) === 1) return expand(graph, a, broadcastShape([a, b]));
  return folded(graph, a, b, (x, y) => x / y) ?? elementwise(graph, 'Div', [a, b], a.dtype);
}

export function negate(graph: Graph, x: Value): Value {
  const uniform = uniformOf(x);
  if (uniform !== undefined) return graph.uniform(-uniform, x.shape, x.dtype);
  return negated(x) ?? unary(graph, 'Neg', x);
}

export function power(graph: Graph, base: Value, exponent: Value): Value {
  const shape = broadcastShape([base, exponent]);
  const number = base.dtype === 'float32' ? uniformOf(exponent) : undefined;
  if (number === 1) return expand(graph, base, shape);
  if (number === 2) return expand(graph, multiply(graph, base, base), shape);
  if (number === 0.5) return expand(graph, unary(graph, 'Sqrt', base), shape);
  if (number === -1) return expand(graph, unary(graph, 'Reciprocal', base), shape);
  return elementwise(graph, 'Pow', [base, exponent], base.dtype);
}

/** `condition ? yes : no`, elementwise. */
export function select(graph: Graph, condition: Value, yes: Value, no: Value): Value {
  const known = uniformOf(condition);
  if (known !== undefined) return expand(graph, known ? yes : no, broadcastShape([condition, yes, no]));
  if (yes.dtype !== 'bool') return elementwise(graph, 'Where', [condition, yes, no], yes.dtype);
  // ONNX Runtime's Where does not support booleans on the CPU.
  const either = elementwise(graph, 'And', [condition, yes], 'bool');
  const or = elementwise(graph, 'And', [unary(graph, 'Not', condition), no], 'bool');
  return elementwise(graph, 'Or', [either, or], 'bool');
}
