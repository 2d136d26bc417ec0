import type { Node } from '../graph/value.js';

/**
 * The nodes, which come in the order in which they were traced, in an order of the file that makes ONNX Runtime run them
 * about as they were traced. It runs depth-first from the outputs and takes of several inputs that from the last node of
 * the file first. In the traced order that would be the other way round: all weight gradients after the whole backward
 * pass, when what they multiply has long left the caches. So of several inputs the one traced first goes last here.
 */
export function fileOrder(nodes: readonly Node[]): Node[] {
  const place = new Map(nodes.map((node, i) => [node, i]));
  const consumers = new Map<Node, number>(nodes.map((node) => [node, 0]));
  // What a scan's body reads from around it is an input of the scan; of a body, what lies around it is not to be ordered.
  const inputsOf = ({ inputs, captured = [] }: Node): Node[] => {
    const nodesOf = [...inputs, ...captured].flatMap(({ node }) => node ?? []);
    return [...new Set(nodesOf)].filter((node) => place.has(node));
  };
  for (const node of nodes) {
    for (const input of inputsOf(node)) consumers.set(input, (consumers.get(input) as number) + 1);
  }
  // From the end: the next node is, of those whose consumers are all there, the one traced first.
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
