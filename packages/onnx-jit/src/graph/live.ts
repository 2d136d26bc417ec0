import type { Node, Value } from './value.js';

/** The nodes on which the outputs depend, in topological order (dead-node elimination). */
export function liveNodes(nodes: readonly Node[], outputs: readonly Value[]): Node[] {
  const needed = new Set<Node>();
  const open = outputs.flatMap((value) => value.node ?? []);
  while (open.length > 0) {
    const node = open.pop() as Node;
    if (needed.has(node)) continue;
    needed.add(node);
    for (const input of [...node.inputs, ...(node.captured ?? [])]) if (input.node) open.push(input.node);
  }
  return nodes.filter((node) => needed.has(node));
}
