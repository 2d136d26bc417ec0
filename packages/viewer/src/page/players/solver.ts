import { Oracle } from '@open-ada/xland-sim';
import type { Recording } from '../episode/recording.js';
import type { Player } from './player.js';

/** The scripted solver, which knows the hidden rules: a mark to compare with. */
export class SolverPlayer implements Player {
  private readonly oracle = new Oracle();

  decide({ environment }: Recording): Int32Array {
    const actions = new Int32Array(environment.actionSpec.groups.length);
    this.oracle.act(environment, 0, actions);
    return actions;
  }
}
