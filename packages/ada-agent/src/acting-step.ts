import type { SpecTree, TensorTree } from '@open-ada/onnx-jit';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { AdaAgent } from './agent.js';
import type { Parameters } from './layers.js';

/**
 * What one acting step of E environments reads besides the parameters, for a memory window of W positions; L blocks, H heads, d model
 * width, F position pairs:
 * - `observations` [E, size]
 * - `keys/l`, `values/l` [E, H, W, d/H] for each block l: what earlier steps left, in any order
 * - `mask` [E, W]: 0 where the position may be looked at, MASKED elsewhere
 * - `positionKeys` [W, 2F], `positionNow` [1, 2F]: position codes of the cached steps and of this one
 */
export function actingSpecs(agent: AdaAgent, environments: number, window: number): SpecTree {
  const { config } = agent;
  const float = (...shape: number[]) => ({ shape, dtype: 'float32' as const });
  const cached = () => {
    const shape = [environments, config.heads, window, config.modelWidth / config.heads];
    return Object.fromEntries(Array.from({ length: config.blocks }, (_, layer) => [String(layer), float(...shape)]));
  };
  return {
    observations: float(environments, agent.observationSpec.size),
    keys: cached(),
    values: cached(),
    mask: float(environments, window),
    positionKeys: float(window, 2 * config.positionPairs),
    positionNow: float(1, 2 * config.positionPairs),
  };
}

/** The same with the flat parameter vector: inputs of {@link actingStep}. */
export function actingSpecsWithParameters(agent: AdaAgent, environments: number, window: number): SpecTree {
  const parameters = { shape: [agent.parameters.size], dtype: 'float32' as const };
  return { parameters, ...actingSpecs(agent, environments, window) };
}

/** One acting step as a function to be traced: `logits` [E, A], `value` [E], and per block the new row [E, H, 1, d/H] of keys and values. */
export function actingStep(agent: AdaAgent, inputs: TensorTree): TensorTree {
  return actWith(agent, agent.parameters.split(inputs.parameters as Tensor1D), inputs);
}

/** The same with given parameters. */
export function actWith(agent: AdaAgent, parameters: Parameters, inputs: TensorTree): TensorTree {
  const list = (tree: TensorTree) => Array.from({ length: agent.config.blocks }, (_, i) => tree[i] as Tensor);
  const { logits, value, keys, values } = agent.act(parameters, inputs.observations as Tensor2D, {
    keys: list(inputs.keys as TensorTree),
    values: list(inputs.values as TensorTree),
    mask: inputs.mask as Tensor2D,
    positionKeys: inputs.positionKeys as Tensor2D,
    positionNow: inputs.positionNow as Tensor2D,
  });
  const tree = (tensors: Tensor[]) => Object.fromEntries(tensors.map((tensor, i) => [String(i), tensor]));
  return { logits, value, keys: tree(keys), values: tree(values) };
}
