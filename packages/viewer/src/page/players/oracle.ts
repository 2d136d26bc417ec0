import { Oracle } from '@open-ada/xland-sim';
import type { Recording } from '../episode/recording.js';
import type { Player } from './player.js';

/** The scripted oracle, which knows the hidden rules: a reference to compare with. */
export class OraclePlayer implements Player {
  private readonly oracle = new Oracle();

  decide({ environment }: Recording): Int32Array {
    const actions = new Int32Array(environment.actionSpec.groups.length);
    this.oracle.act(environment, 0, actions);
    return actions;
  }
}
