import { registerGradients } from './gradients/register.js';
import { liveNodes } from './graph/live.js';
import type { ScanBody } from './graph/scan.js';
import { type Node, sizeOf, uniformOf } from './graph/value.js';
import { trace } from './trace/trace.js';
import { flattenSpecs } from './tree.js';
import type { SpecTree, TensorTree } from './types.js';

/**
 * Floating-point operations of one call of a function: the multiplications and additions of its matrix products and
 * convolutions. They are counted in the graph that `jit` would run, backward pass included, after common subexpressions
 * and unused nodes have been removed. Elementwise operations and reductions are not counted.
 *
 * @param fn and `specs` as for `jit`; the function is traced but not run
 */
export function countFlops(fn: (inputs: TensorTree) => TensorTree, specs: SpecTree): number {
  registerGradients();
  const { graph, outputs } = trace(fn, flattenSpecs(specs));
  return flopsOfAll(liveNodes(graph.nodes, Object.values(outputs)));
}

const flopsOfAll = (nodes: readonly Node[]): number => nodes.reduce((sum, node) => sum + flopsOf(node), 0);

function flopsOf({ op, inputs, outputs, attributes }: Node): number {
  const [a, b] = inputs;
  switch (op) {
    case 'MatMul':
    case 'FusedMatMul': {
      // This is a sum over rows, written as a product with ones.
      if (uniformOf(a) !== undefined) return 0;
      const transposed = 'transA' in attributes;
      // [.., m, k] x [.., k, n]: m n outputs, each a sum of k products.
      return 2 * sizeOf(outputs[0].shape) * (a.shape.at(transposed ? -2 : -1) as number);
    }
    case 'Conv':
      // Filters [out, in, h, w]: each output is a sum of in h w products.
      return (2 * sizeOf(outputs[0].shape) * sizeOf(b.shape)) / b.shape[0];
    case 'ConvTranspose':
      // Filters [in, out, h, w]: each input is spread over out h w outputs.
      return (2 * sizeOf(a.shape) * sizeOf(b.shape)) / b.shape[0];
    case 'Scan': {
      const { body } = attributes.body as { body: ScanBody };
      return body.length * flopsOfAll(body.nodes);
    }
    default:
      return 0;
  }
}
