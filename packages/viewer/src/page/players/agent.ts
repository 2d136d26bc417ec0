import type { ActingOutput, Mode, PolicyActor } from '@open-ada/ada-agent/acting';
import { Random } from '@open-ada/production-rules';
import type { Recording } from '../episode/recording.js';
import type { Player } from './player.js';

/** A trained agent, with its memory of one episode. */
export class AgentPlayer implements Player {
  private readonly random: Random;
  private readonly output: ActingOutput;
  private readonly observations: Float32Array;

  /**
   * @param actor its memory must be empty
   * @param seed seed of its sampling
   */
  constructor(
    private readonly actor: PolicyActor,
    seed: number,
    private readonly mode: Mode,
  ) {
    this.random = new Random(seed, 1);
    this.output = actor.output();
    this.observations = new Float32Array(actor.description.observationSpec.size);
  }

  async decide(recording: Recording): Promise<Int32Array> {
    recording.observe(this.observations);
    await this.actor.act(this.observations, this.random, this.output, this.mode);
    return this.output.actions;
  }
}
