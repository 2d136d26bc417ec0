import { broadcastShape } from './elementwise.js';
import type { Graph } from './graph.js';
import { concat } from './layout.js';
import type { Value } from './value.js';
import { sameShape } from './value.js';

/** A product of [.., m, k] and [.., k, n] with equal leading axes. */
interface Factors {
  left: Value;
  right: Value;
}

/**
 * Joining two products is cheaper than adding them if the inner dimension is this many times smaller than both outer
 * ones.
 */
const SMALLER = 4;

/** The factors of a sum of few outer products. Gradients of weighted means and of scores have this form. */
function factorsOf(graph: Graph, x: Value, shape: readonly number[]): Factors | undefined {
  const batch = shape.slice(0, -2);
  const fits = (value: Value): boolean => sameShape(value.shape.slice(0, -2), batch);
  if (x.node?.op === 'MatMul' && sameShape(x.shape, shape)) {
    const [left, right] = x.node.inputs;
    return fits(left) && fits(right) ? { left, right } : undefined;
  }
  // One repeated row is the outer product of the row with ones.
  const row = x.node?.op === 'Expand' ? x.node.inputs[0] : x;
  const isRow = row.shape.length === shape.length && row.shape.at(-2) === 1 && row.shape.at(-1) === shape.at(-1);
  if (!isRow || !fits(row)) return undefined;
  return { left: graph.uniform(1, [...batch, shape.at(-2) as number, 1], 'float32'), right: row };
}

/**
 * The sum of two products with small inner dimensions, as one product: A B + C D = [A C] [B; D]. The sum is then
 * computed in registers; otherwise each term is a tensor that is written and read again.
 */
export function addOuterProducts(graph: Graph, a: Value, b: Value): Value | undefined {
  if (a.node?.op !== 'MatMul' && b.node?.op !== 'MatMul') return undefined;
  const shape = broadcastShape([a, b]);
  if (shape.length < 3) return undefined;
  const [m, n] = shape.slice(-2);
  const [x, y] = [factorsOf(graph, a, shape), factorsOf(graph, b, shape)];
  if (!x || !y) return undefined;
  const inner = (x.left.shape.at(-1) as number) + (y.left.shape.at(-1) as number);
  if (SMALLER * inner > Math.min(m, n)) return undefined;
  const axis = shape.length - 1;
  const factors = [concat(graph, [x.left, y.left], axis), concat(graph, [x.right, y.right], axis - 1)];
  return graph.emit1('MatMul', factors, shape, 'float32');
}
