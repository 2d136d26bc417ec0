import type { BatchedEnvironment } from '../../environment/batched-environment.js';
import type { IntentLabel } from '../intent-label.js';
import { finderOf } from '../oracle/route.js';
import { moveGroup, noDesire, write } from '../oracle/steer.js';
import { Mind } from './mind.js';

/**
 * A scripted player that adapts. It knows only what its avatar has been shown since the episode began. It is told the
 * visible parts of goal and rules, sees objects inside its view, and sees rules fire there. Beyond an agent's
 * observations, it is given the map of the ground, which an agent has to discover, and it distinguishes objects of one
 * type by their positions.
 */
export class Explorer {
  private readonly minds = new WeakMap<BatchedEnvironment, (Mind | undefined)[]>();

  /**
   * Writes the action that the explorer would take now in environment i. Any policy may act: the written action need
   * not be carried out. It must be asked in every step of an episode, because it learns from each observation.
   * @param actions `[E, G]`; only the row of environment i is written
   */
  act(environment: BatchedEnvironment, i: number, actions: Int32Array): void {
    const view = environment.view(i);
    const desired = noDesire();
    if (view.running) {
      const mind = this.mind(environment, i, view.told, view.trial, view.step);
      const { driver } = mind;
      const asked = driver.settle(environment.lastAction(i), moveGroup(environment.actionSpec));
      const before = driver.snapshot();
      mind.decide(view, asked, desired);
      write(environment, i, view.me, desired, actions);
      driver.ask(actions, i, environment.actionSpec.groups.length, before);
      return;
    }
    write(environment, i, view.me, desired, actions);
  }

  /** What the explorer meant to do when it last acted in environment i. Undefined before that and after an episode. */
  intent(environment: BatchedEnvironment, i: number): IntentLabel | undefined {
    return environment.trial(i) < 0 ? undefined : this.minds.get(environment)?.[i]?.intent();
  }

  /** Describes in a phrase what the explorer does in environment i. */
  explain(environment: BatchedEnvironment, i: number): string {
    return this.minds.get(environment)?.[i]?.explain() ?? 'it has not begun';
  }

  /** Forgets everything about environment i. */
  forget(environment: BatchedEnvironment, i: number): void {
    const minds = this.minds.get(environment);
    if (minds !== undefined) minds[i] = undefined;
  }

  /** Returns the explorer's memory of the episode in environment i. It is empty if the episode has just begun. */
  private mind(environment: BatchedEnvironment, i: number, told: Mind['told'], trial: number, step: number): Mind {
    let minds = this.minds.get(environment);
    if (minds === undefined) {
      minds = new Array<Mind | undefined>(environment.count).fill(undefined);
      this.minds.set(environment, minds);
    }
    const known = minds[i];
    const begins = trial === 0 && step === 0;
    if (known?.told === told && known.trial <= trial && !begins) return known;
    const mind = new Mind(told, environment.settings, finderOf(told.world));
    minds[i] = mind;
    return mind;
  }
}
