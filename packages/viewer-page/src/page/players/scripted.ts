import { Explorer, JointOracle, Oracle } from '@open-ada/xland-sim';
import type { Recording } from '../episode/recording.js';
import type { SeatPlayer } from './player.js';

/** The scripted players. The oracle knows the hidden rules; the explorer finds them out. */
export const SCRIPTED = ['oracle', 'explorer'] as const;
export type Scripted = (typeof SCRIPTED)[number];

export const isScripted = (player: string | undefined): player is Scripted => SCRIPTED.includes(player as Scripted);

/** A scripted player: a reference to compare with. It can sit on both seats at once. */
export class ScriptedPlayer implements SeatPlayer {
  /** `[seats][steps]`: what the explorer was about, in a phrase. Empty for the oracle. */
  readonly intents: string[][] = [[], []];
  private readonly script: Oracle | JointOracle | Explorer;

  /** @param both whether it plays from both seats: two oracles then have a joint plan */
  constructor(who: Scripted, both = false) {
    this.script = who === 'explorer' ? new Explorer() : both ? new JointOracle() : new Oracle();
  }

  decide({ environment, steps }: Recording, seat = 0): Int32Array {
    const groups = environment.actionSpec.groups.length;
    const actions = new Int32Array(environment.players * groups);
    this.script.act(environment, 0, actions, seat);
    if (this.script instanceof Explorer) this.intents[seat][steps] = this.script.explain(environment, 0, seat);
    return actions.subarray(seat * groups, (seat + 1) * groups);
  }
}
