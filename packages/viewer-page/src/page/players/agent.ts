import type { Mode, PolicyActor } from '@open-ada/ada-agent/acting';
import { Random } from '@open-ada/production-rules';
import type { ActionSpec, ObservationSpec } from '@open-ada/xland-sim';
import type { Recording } from '../episode/recording.js';
import type { SeatPlayer } from './player.js';

/** What every agent says of itself. */
export interface AgentDescription {
  observationSpec: ObservationSpec;
  actionSpec: ActionSpec;
  /** Notes of the training run: settings of the world, steps, commit. */
  extra: Record<string, unknown>;
}

/** A trained agent with its memory. */
export interface LiveAgent {
  readonly description: AgentDescription;
  /** One option of each action group. The array may be overwritten by the next step. */
  act(observations: Float32Array, random: { float(): number }, mode: Mode): Promise<ArrayLike<number>>;
}

/** An agent of train:teacher or train:student. */
export function ofPolicy(actor: PolicyActor): LiveAgent {
  const output = actor.output();
  return {
    description: actor.description,
    async act(observations, random, mode) {
      await actor.act(observations, random, output, mode);
      return output.actions;
    },
  };
}

/** A trained agent on one seat, with its memory of one episode. */
export class AgentPlayer implements SeatPlayer {
  private readonly random: Random;
  private readonly observations: Float32Array;

  /**
   * @param agent its memory must be empty
   * @param seed seed of its sampling, of which each seat has a stream of its own
   */
  constructor(
    private readonly agent: LiveAgent,
    seed: number,
    private readonly mode: Mode,
    seat = 0,
  ) {
    this.random = new Random(seed, 1 + seat);
    this.observations = new Float32Array(agent.description.observationSpec.size);
  }

  async decide(recording: Recording, seat = 0): Promise<ArrayLike<number>> {
    recording.observe(this.observations, seat);
    return this.agent.act(this.observations, this.random, this.mode);
  }
}
