import { countFlops, flattenSpecs } from '@open-ada/onnx-jit';
import type { AdaAgent } from '../network/agent.js';
import { defaultWindows } from './acting-memory.js';
import { actingSpecs, actingSpecsWithParameters, actingStep } from './acting-step.js';

/** The cost of one step of an agent. */
export interface ActingCosts {
  /** FLOPs per environment and step, averaged over an episode. The memory window grows with the episode. */
  flopsPerStep: number;
  /** The same with a full memory. */
  flopsPerStepAtFullMemory: number;
  /** Bytes of the memory of one environment: cached keys and values, or hidden states. */
  cacheBytes: number;
}

/**
 * Computes the cost of acting from the traced graphs of {@link Actor}. Work that is done once for all environments is
 * divided among them.
 * @param environments number of environments that act in lockstep
 * @param steps number of steps of an episode
 */
export function actingCosts(agent: AdaAgent, environments: number, steps: number): ActingCosts {
  const windows = defaultWindows(agent.config);
  const memory = windows[windows.length - 1];
  const stride = agent.config.memoryKind === 'gru+attention' ? agent.config.memoryStride : 1;
  const flops = windows.map(
    (window) =>
      countFlops((inputs) => actingStep(agent, inputs), actingSpecsWithParameters(agent, environments, window)) /
      environments,
  );
  // A step uses the shortest window that has room for it and for all steps before it.
  let sum = 0;
  for (let step = 1; step <= steps; step++)
    sum += flops[windows.findIndex((window) => window >= Math.min(Math.ceil(step / stride), memory))];
  const cached = Object.entries(flattenSpecs(actingSpecs(agent, 1, memory))).filter(([name]) =>
    /^(keys|values|hidden)\//.test(name),
  );
  const elements = cached.reduce((total, [, { shape }]) => total + shape.reduce((a, b) => a * b, 1), 0);
  return {
    flopsPerStep: sum / steps,
    flopsPerStepAtFullMemory: flops[flops.length - 1],
    cacheBytes: elements * Float32Array.BYTES_PER_ELEMENT,
  };
}
