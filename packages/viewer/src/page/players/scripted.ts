import { Explorer, Oracle } from '@open-ada/xland-sim';
import type { Recording } from '../episode/recording.js';
import type { Player } from './player.js';

/** The scripted players. The oracle knows the hidden rules; the explorer finds them out. */
export const SCRIPTED = ['oracle', 'explorer'] as const;
export type Scripted = (typeof SCRIPTED)[number];

export const isScripted = (player: string | undefined): player is Scripted => SCRIPTED.includes(player as Scripted);

/** A scripted player: a reference to compare with. */
export class ScriptedPlayer implements Player {
  /** By step: what the explorer was about, in a phrase. Empty for the oracle. */
  readonly intents: string[] = [];
  private readonly script: Oracle | Explorer;

  constructor(who: Scripted) {
    this.script = who === 'oracle' ? new Oracle() : new Explorer();
  }

  decide({ environment, steps }: Recording): Int32Array {
    const actions = new Int32Array(environment.actionSpec.groups.length);
    this.script.act(environment, 0, actions);
    if (this.script instanceof Explorer) this.intents[steps] = this.script.explain(environment, 0);
    return actions;
  }
}
