import type { Mode } from '@open-ada/ada-agent/acting';
import { DreamerPolicyActor, type DreamerPolicySession, type DreamerPolicySizes } from '@open-ada/dreamer/acting';
import { FlatObservation } from '@open-ada/xland-sim';
import type { AgentDescription, LiveAgent } from './agent.js';

/** What the server says of an agent of train:dreamer. */
export interface DreamerDescription extends AgentDescription {
  sizes: DreamerPolicySizes;
}

/** Agents of train:teacher and train:student are described otherwise. */
export const isDreamer = (description: AgentDescription): description is DreamerDescription => 'sizes' in description;

/** A trained agent of train:dreamer, with its memory. */
export class DreamerAgent implements LiveAgent {
  private readonly actor: DreamerPolicyActor;
  private readonly flat: FlatObservation;
  private readonly seen: Float32Array;

  constructor(
    session: DreamerPolicySession,
    readonly description: DreamerDescription,
  ) {
    this.actor = new DreamerPolicyActor(session, description.sizes);
    this.flat = new FlatObservation(description.observationSpec);
    this.seen = new Float32Array(this.flat.size);
  }

  /** @throws Error in one sentence for `greedy`: these agents choose by sampling */
  async act(observations: Float32Array, random: { float(): number }, mode: Mode): Promise<ArrayLike<number>> {
    if (mode === 'greedy') throw new Error('Agents of train:dreamer choose by sampling; leave mode=greedy out.');
    this.flat.write(observations, this.seen);
    return this.actor.act(this.seen, random);
  }
}
