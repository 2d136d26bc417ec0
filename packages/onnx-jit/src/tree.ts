import { Tensor } from '@tensorflow/tfjs-core';
import type { SpecTree, TensorSpec, TensorTree, Tree } from './types.js';

const isSpec = (node: TensorSpec | SpecTree): node is TensorSpec => Array.isArray(node.shape);

function flatten<Leaf>(
  tree: Tree<Leaf>,
  isLeaf: (node: Leaf | Tree<Leaf>) => node is Leaf,
  prefix = '',
): Record<string, Leaf> {
  const flat: Record<string, Leaf> = {};
  for (const [name, node] of Object.entries(tree)) {
    if (isLeaf(node)) flat[prefix + name] = node;
    else Object.assign(flat, flatten(node, isLeaf, `${prefix}${name}/`));
  }
  return flat;
}

/** Specifications by flat name; a flat name is the path joined by '/'. */
export const flattenSpecs = (tree: SpecTree): Record<string, TensorSpec> => flatten(tree, isSpec);

/** Tensors by flat name. Throws for a leaf that is not a tensor. */
export function flattenTensors(tree: TensorTree): Record<string, Tensor> {
  const flat = flatten(tree, (node): node is Tensor => {
    if (node instanceof Tensor) return true;
    if (node === null || typeof node !== 'object')
      throw new Error(`A jitted function returned ${node} where a tensor is due.`);
    return false;
  });
  return flat;
}

/** Turns flat names back into nested records. */
export function nest<Leaf>(flat: Record<string, Leaf>): Tree<Leaf> {
  const tree: Tree<Leaf> = {};
  for (const [path, leaf] of Object.entries(flat)) {
    const names = path.split('/');
    const last = names.pop() as string;
    let node = tree;
    for (const name of names) {
      node[name] ??= {};
      node = node[name] as Tree<Leaf>;
    }
    node[last] = leaf;
  }
  return tree;
}
