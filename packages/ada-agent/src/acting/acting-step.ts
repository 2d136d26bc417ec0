import type { SpecTree, TensorTree } from '@open-ada/onnx-jit';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { AdaAgent } from '../network/agent.js';
import type { Parameters } from '../network/layers.js';

/**
 * The inputs of one acting step of E environments besides the parameters: `observations` [E, size], and the `specs` of
 * the memory for a window of W positions.
 */
export function actingSpecs(agent: AdaAgent, environments: number, window: number): SpecTree {
  const observations = { shape: [environments, agent.observationSpec.size], dtype: 'float32' as const };
  return { observations, ...agent.memorySpecs(environments, window) };
}

/** The same with the flat parameter vector: the inputs of {@link actingStep}. */
export function actingSpecsWithParameters(agent: AdaAgent, environments: number, window: number): SpecTree {
  const parameters = { shape: [agent.parameters.size], dtype: 'float32' as const };
  return { parameters, ...actingSpecs(agent, environments, window) };
}

/**
 * One acting step as a function to trace. It returns `logits` [E, A], `value` [E], of agents that infer intents
 * one-hots of the likeliest `intent` [E, sum of its dims], and the new entries of the memory under the names of its specs.
 */
export function actingStep(agent: AdaAgent, inputs: TensorTree): TensorTree {
  const { logits, value, intent, left } = actWith(agent, agent.parameters.split(inputs.parameters as Tensor1D), inputs);
  return { logits, value, ...(intent && { intent }), ...left };
}

/** The same with given parameters. */
export function actWith(agent: AdaAgent, parameters: Parameters, inputs: TensorTree): ReturnType<AdaAgent['act']> {
  return agent.act(parameters, inputs.observations as Tensor2D, inputs);
}
