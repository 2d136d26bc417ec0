import type { ObjectType } from '@open-ada/production-rules';
import type { BatchedEnvironment } from '../../environment/batched-environment.js';
import type { IntentLabel } from '../intent-label.js';
import { finderOf } from '../oracle/route.js';
import { motionGroups, noDesire, write } from '../oracle/steer.js';
import { Mind } from './mind.js';

/**
 * A scripted player that adapts. It knows only what its avatar has been shown since the episode began. It is told the
 * visible parts of goal and rules, sees objects inside its view, and sees rules fire there. Beyond an agent's
 * observations, it is given the map of the ground, which an agent has to discover, and it distinguishes objects of one
 * type by their positions.
 */
export class Explorer {
  private readonly minds = new WeakMap<BatchedEnvironment, (Mind | undefined)[]>();
  private readonly steady: boolean;

  /** @param habits of the driver: with `steady`, its turns can be foreseen by who knows less */
  constructor({ steady = false } = {}) {
    this.steady = steady;
  }

  /**
   * Writes the action that the explorer would take now as a player of environment i. Any policy may act: the written action need
   * not be carried out. It must be asked in every step of an episode, because it learns from each observation.
   * @param actions `[E, P, G]`; only the row of that player is written
   * @param wish types with which whoever acts means to do something. A steady explorer tries those where they are
   *   about as good as what it would try
   */
  act(
    environment: BatchedEnvironment,
    i: number,
    actions: Int32Array,
    seat = 0,
    wish: readonly ObjectType[] = [],
  ): void {
    const view = environment.view(i, seat);
    const row = i * environment.players + seat;
    const desired = noDesire();
    if (view.running) {
      const mind = this.mind(environment, row, view.told, view.trial, view.step);
      const { driver } = mind;
      const asked = driver.settle(environment.lastAction(i, seat), motionGroups(environment.actionSpec));
      const before = driver.snapshot();
      mind.decide(view, asked, desired, wish);
      write(environment, row, view.me, desired, actions);
      driver.ask(actions, row, environment.actionSpec.groups.length, before);
      return;
    }
    write(environment, row, view.me, desired, actions);
  }

  /** What the explorer meant to do when it last acted in environment i. Undefined before that and after an episode. */
  intent(environment: BatchedEnvironment, i: number, seat = 0): IntentLabel | undefined {
    const mind = this.minds.get(environment)?.[i * environment.players + seat];
    return environment.trial(i) < 0 ? undefined : mind?.intent();
  }

  /** Describes in a phrase what the explorer does in environment i. */
  explain(environment: BatchedEnvironment, i: number, seat = 0): string {
    return this.minds.get(environment)?.[i * environment.players + seat]?.explain() ?? 'it has not begun';
  }

  /** Forgets everything about environment i, as the player on a seat. */
  forget(environment: BatchedEnvironment, i: number, seat = 0): void {
    const minds = this.minds.get(environment);
    if (minds !== undefined) minds[i * environment.players + seat] = undefined;
  }

  /** Returns the explorer's memory of the episode in a row. It is empty if the episode has just begun. */
  private mind(environment: BatchedEnvironment, row: number, told: Mind['told'], trial: number, step: number): Mind {
    let minds = this.minds.get(environment);
    if (minds === undefined) {
      minds = new Array<Mind | undefined>(environment.count * environment.players).fill(undefined);
      this.minds.set(environment, minds);
    }
    const known = minds[row];
    const begins = trial === 0 && step === 0;
    if (known?.told === told && known.trial <= trial && !begins) return known;
    const mind = new Mind(told, environment.settings, finderOf(told.world), this.steady);
    minds[row] = mind;
    return mind;
  }
}
