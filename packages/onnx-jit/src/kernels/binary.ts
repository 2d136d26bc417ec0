import { add, divide, multiply, power, select, subtract } from '../graph/arithmetic.js';
import { elementwise, unary } from '../graph/elementwise.js';
import type { Graph } from '../graph/graph.js';
import type { Value } from '../graph/value.js';
import type { Kernel, KernelTable } from './kernel.js';

const same =
  (op: string): Kernel =>
  ({ graph, inputs: { a, b } }) =>
    elementwise(graph, op, [a, b], a.dtype);

const predicate =
  (op: string): Kernel =>
  ({ graph, inputs: { a, b } }) =>
    elementwise(graph, op, [a, b], 'bool');

/** The remainder with the sign of the divisor, as in tfjs. */
function floorMod(graph: Graph, a: Value, b: Value): Value {
  if (a.dtype === 'int32') return elementwise(graph, 'Mod', [a, b], 'int32');
  // For floats ONNX only has C's fmod, whose result has the sign of the dividend.
  const rest = elementwise(graph, 'Mod', [a, b], 'float32', { fmod: { int: 1 } });
  const opposite = elementwise(
    graph,
    'Less',
    [elementwise(graph, 'Mul', [rest, b], 'float32'), graph.scalar(0, 'float32')],
    'bool',
  );
  return select(graph, opposite, add(graph, rest, b), rest);
}

/**
 * Division rounded towards minus infinity. ONNX's integer division rounds towards zero, so the remainder is subtracted
 * first.
 */
function floorDivide(graph: Graph, a: Value, b: Value): Value {
  if (a.dtype !== 'int32') return unary(graph, 'Floor', divide(graph, a, b));
  return elementwise(graph, 'Div', [subtract(graph, a, floorMod(graph, a, b)), b], 'int32');
}

export const binaryKernels: KernelTable = {
  Add: ({ graph, inputs: { a, b } }) => add(graph, a, b),
  AddN: ({ graph, inputs }) => Object.values(inputs).reduce((sum, x) => add(graph, sum, x)),
  Sub: ({ graph, inputs: { a, b } }) => subtract(graph, a, b),
  Multiply: ({ graph, inputs: { a, b } }) => multiply(graph, a, b),
  RealDiv: ({ graph, inputs: { a, b } }) => divide(graph, a, b),
  FloorDiv: ({ graph, inputs: { a, b } }) => floorDivide(graph, a, b),
  Mod: ({ graph, inputs: { a, b } }) => floorMod(graph, a, b),
  Pow: ({ graph, inputs: { a, b } }) => power(graph, a, b),
  Maximum: same('Max'),
  Minimum: same('Min'),
  SquaredDifference: ({ graph, inputs: { a, b } }) => {
    const difference = subtract(graph, a, b);
    return multiply(graph, difference, difference);
  },
  Equal: predicate('Equal'),
  NotEqual: ({ graph, inputs: { a, b } }) => unary(graph, 'Not', elementwise(graph, 'Equal', [a, b], 'bool')),
  Greater: predicate('Greater'),
  GreaterEqual: predicate('GreaterOrEqual'),
  Less: predicate('Less'),
  LessEqual: predicate('LessOrEqual'),
  LogicalAnd: predicate('And'),
  LogicalOr: predicate('Or'),
  LogicalXor: predicate('Xor'),
  Select: ({ graph, inputs: { condition, t, e } }) => select(graph, condition, t, e),
};
