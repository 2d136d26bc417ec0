import { divide, multiply, negate, select, subtract } from '../graph/arithmetic.js';
import { cast, elementwise, unary } from '../graph/elementwise.js';
import type { Graph } from '../graph/graph.js';
import type { Value } from '../graph/value.js';
import type { DType } from '../types.js';
import type { Kernel, KernelTable } from './kernel.js';

const same =
  (op: string): Kernel =>
  ({ graph, inputs }) =>
    unary(graph, op, inputs.x);

const number = (graph: Graph, x: number): Value => graph.scalar(x, 'float32');

/** e^x - 1. Near zero it is computed as 2 tanh(x/2) / (1 - tanh(x/2)), which is equal and does not cancel. */
const expm1: Kernel = ({ graph, inputs: { x } }) => {
  const t = unary(graph, 'Tanh', multiply(graph, x, number(graph, 0.5)));
  const near = divide(graph, multiply(graph, t, number(graph, 2)), subtract(graph, number(graph, 1), t));
  const far = subtract(graph, unary(graph, 'Exp', x), number(graph, 1));
  const isNear = elementwise(graph, 'Less', [unary(graph, 'Abs', x), number(graph, 0.5)], 'bool');
  return select(graph, isNear, near, far);
};

/**
 * log(1 + x). Near zero it is computed as log(u) x / (u - 1), where u is 1 + x rounded (Kahan; Higham, Accuracy and
 * Stability, 1.14).
 */
const log1p: Kernel = ({ graph, inputs: { x } }) => {
  const u = elementwise(graph, 'Add', [x, number(graph, 1)], 'float32');
  const log = unary(graph, 'Log', u);
  const rounded = subtract(graph, u, number(graph, 1));
  const tiny = elementwise(graph, 'Equal', [rounded, number(graph, 0)], 'bool');
  const near = select(graph, tiny, x, divide(graph, multiply(graph, log, x), rounded));
  const isNear = elementwise(graph, 'Less', [unary(graph, 'Abs', x), number(graph, 0.5)], 'bool');
  return select(graph, isNear, near, log);
};

/** x > 0 ? 1 : alpha; NaN stays NaN. */
const step: Kernel = ({ graph, inputs: { x }, attrs }) => {
  const positive = elementwise(graph, 'Greater', [x, graph.scalar(0, x.dtype)], 'bool');
  const result = attrs.alpha
    ? select(graph, positive, graph.scalar(1, x.dtype), graph.scalar(attrs.alpha as number, x.dtype))
    : cast(graph, positive, x.dtype);
  return x.dtype === 'float32' ? select(graph, unary(graph, 'IsNaN', x, 'bool'), x, result) : result;
};

const clip: Kernel = ({ graph, inputs: { x }, attrs }) => {
  const bounds = [attrs.clipValueMin, attrs.clipValueMax].map((bound) => graph.scalar(bound as number, x.dtype));
  return graph.emit1('Clip', [x, ...bounds], x.shape, x.dtype);
};

/**
 * This package's own kernel: the derivative of a rectifier, computed from its output. It is 1 above zero and otherwise
 * 0. ONNX Runtime's Sign takes twice as long. Numbers below 3.3e-39 give a value in between.
 */
const positiveMask: Kernel = ({ graph, inputs: { x } }) =>
  elementwise(graph, 'HardSigmoid', [x], x.dtype, { alpha: { float: 3e38 }, beta: { float: 0 } });

export const unaryKernels: KernelTable = {
  Abs: same('Abs'),
  Ceil: same('Ceil'),
  Cos: same('Cos'),
  Elu: same('Elu'),
  Erf: same('Erf'),
  Exp: same('Exp'),
  Floor: same('Floor'),
  Log: same('Log'),
  Reciprocal: same('Reciprocal'),
  Relu: same('Relu'),
  Round: same('Round'),
  Sigmoid: same('Sigmoid'),
  Sign: same('Sign'),
  Sin: same('Sin'),
  Softplus: same('Softplus'),
  Sqrt: same('Sqrt'),
  Tan: same('Tan'),
  Tanh: same('Tanh'),
  Neg: ({ graph, inputs }) => negate(graph, inputs.x),
  Square: ({ graph, inputs: { x } }) => multiply(graph, x, x),
  Rsqrt: ({ graph, inputs }) => unary(graph, 'Reciprocal', unary(graph, 'Sqrt', inputs.x)),
  IsNan: ({ graph, inputs }) => unary(graph, 'IsNaN', inputs.x, 'bool'),
  IsInf: ({ graph, inputs }) => unary(graph, 'IsInf', inputs.x, 'bool'),
  // x - x is zero exactly for finite x.
  IsFinite: ({ graph, inputs: { x } }) =>
    elementwise(graph, 'Equal', [elementwise(graph, 'Sub', [x, x], x.dtype), graph.scalar(0, x.dtype)], 'bool'),
  LogicalNot: ({ graph, inputs }) => unary(graph, 'Not', inputs.x, 'bool'),
  Cast: ({ graph, inputs, attrs }) => cast(graph, inputs.x, attrs.dtype as DType),
  Identity: ({ inputs }) => inputs.x,
  ClipByValue: clip,
  Expm1: expm1,
  Log1p: log1p,
  Step: step,
  PositiveMask: positiveMask,
};
