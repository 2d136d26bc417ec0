import { AdaAgent } from './agent.js';
import { canBeToldMore, toldMore } from './more-inputs.js';
import { canWiden, sizesOf, widen } from './widen.js';

/**
 * Whether an agent can start from the parameters of a smaller one: of one that is told less ({@link canBeToldMore}), has
 * smaller sizes ({@link canWiden}), or both.
 */
export function canGrow(agent: AdaAgent, from: AdaAgent): boolean {
  return canWiden(agent.config, from.config) && canBeToldMore(between(agent, from), from);
}

/**
 * Parameters of `agent` from those of an agent that it can grow from. Both agents act alike, and training continues from
 * there. With `matchNegated` or `matchHidden` more rules than before are marked, in tasks with negated goals or hidden
 * types; there the agents act alike only as far as they learned to.
 * @param parameters parameters of `from`
 */
export function grow(agent: AdaAgent, from: AdaAgent, parameters: Float32Array, seed: number): Float32Array {
  const told = between(agent, from);
  return widen(agent, told, toldMore(told, from, parameters, seed), seed);
}

/** An agent that is told what the one is, with the sizes of the other. */
function between(agent: AdaAgent, from: AdaAgent): AdaAgent {
  return new AdaAgent({ ...agent.config, ...sizesOf(from.config) }, agent.observationSpec, agent.actionSpec);
}
