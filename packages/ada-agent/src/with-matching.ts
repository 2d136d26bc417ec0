import type { AdaAgent } from './agent.js';
import { SILENT } from './rule-matching.js';

/**
 * Parameters of `agent`, whose encoder is `matched`, from those of the same network with the encoder `entities`. What is new says nothing at first:
 * both act alike, and training goes on from there.
 * @param parameters of `other`
 */
export function withMatching(agent: AdaAgent, other: AdaAgent, parameters: Float32Array, seed: number): Float32Array {
  const known = new Set(other.parameters.entries.map(({ name }) => name));
  const flat = agent.initialise(seed);
  for (const { name } of agent.parameters.entries) {
    const view = agent.parameters.view(flat, name);
    if (known.has(name)) view.set(other.parameters.view(parameters, name));
    else if (SILENT.includes(name)) view.fill(0);
  }
  return flat;
}
