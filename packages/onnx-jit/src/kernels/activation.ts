import { multiply, select } from '../graph/arithmetic.js';
import { elementwise, unary } from '../graph/elementwise.js';
import type { Graph } from '../graph/graph.js';
import type { Value } from '../graph/value.js';

/** The activation at the end of tfjs's fused kernels. */
export function activate(graph: Graph, x: Value, inputs: Record<string, Value>, attrs: Record<string, unknown>): Value {
  const name = (attrs.activation as string) ?? 'linear';
  if (name === 'linear') return x;
  if (name === 'relu6')
    return unary(graph, 'Relu', elementwise(graph, 'Min', [x, graph.scalar(6, 'float32')], 'float32'));
  if (name === 'leakyrelu' || name === 'prelu') {
    const slope = inputs.preluActivationWeights ?? graph.scalar((attrs.leakyreluAlpha as number) ?? 0.2, 'float32');
    const negative = elementwise(graph, 'Less', [x, graph.scalar(0, 'float32')], 'bool');
    return select(graph, negative, multiply(graph, x, slope), x);
  }
  const op = { relu: 'Relu', elu: 'Elu', sigmoid: 'Sigmoid' }[name];
  if (!op) throw new Error(`Activation '${name}' of a fused kernel is not supported.`);
  return unary(graph, op, x);
}
