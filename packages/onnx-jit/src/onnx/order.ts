import type { Node } from '../graph/value.js';

/**
 * Orders the nodes in the file so that ONNX Runtime runs them about as they were traced. `nodes` come in the order of
 * the trace. ONNX Runtime runs depth-first from the outputs; of several inputs it visits first the one whose node is
 * last in the file. In the order of the trace it would therefore run all weight gradients after the whole backward
 * pass, when their factors have left the caches. So of several inputs the one traced first goes last here.
 */
export function fileOrder(nodes: readonly Node[]): Node[] {
  const place = new Map(nodes.map((node, i) => [node, i]));
  const consumers = new Map<Node, number>(nodes.map((node) => [node, 0]));
  // The values that a scan's body reads from the surrounding graph are inputs of the scan. Nodes outside a body are not
  // ordered with it.
  const inputsOf = ({ inputs, captured = [] }: Node): Node[] => {
    const nodesOf = [...inputs, ...captured].flatMap(({ node }) => node ?? []);
    return [...new Set(nodesOf)].filter((node) => place.has(node));
  };
  for (const node of nodes) {
    for (const input of inputsOf(node)) consumers.set(input, (consumers.get(input) as number) + 1);
  }
  // Works from the end: of the nodes whose consumers are all placed, the one traced first is next.
  const ready = nodes.filter((node) => consumers.get(node) === 0);
  const reversed: Node[] = [];
  while (ready.length > 0) {
    let first = 0;
    for (let i = 1; i < ready.length; i++) {
      if ((place.get(ready[i]) as number) < (place.get(ready[first]) as number)) first = i;
    }
    const [node] = ready.splice(first, 1);
    reversed.push(node);
    for (const input of inputsOf(node)) {
      const left = (consumers.get(input) as number) - 1;
      consumers.set(input, left);
      if (left === 0) ready.push(input);
    }
  }
  return reversed.reverse();
}
