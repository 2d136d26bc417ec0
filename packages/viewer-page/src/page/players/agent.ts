import type { ActingOutput, Mode, PolicyActor } from '@open-ada/ada-agent/acting';
import { Random } from '@open-ada/production-rules';
import type { Recording } from '../episode/recording.js';
import type { SeatPlayer } from './player.js';

/** A trained agent on one seat, with its memory of one episode. */
export class AgentPlayer implements SeatPlayer {
  private readonly random: Random;
  private readonly output: ActingOutput;
  private readonly observations: Float32Array;

  /**
   * @param actor its memory must be empty
   * @param seed seed of its sampling, of which each seat has a stream of its own
   */
  constructor(
    private readonly actor: PolicyActor,
    seed: number,
    private readonly mode: Mode,
    seat = 0,
  ) {
    this.random = new Random(seed, 1 + seat);
    this.output = actor.output();
    this.observations = new Float32Array(actor.description.observationSpec.size);
  }

  async decide(recording: Recording, seat = 0): Promise<Int32Array> {
    recording.observe(this.observations, seat);
    await this.actor.act(this.observations, this.random, this.output, this.mode);
    return this.output.actions;
  }
}
