import type { BatchedEnvironment } from '../../environment/batched-environment.js';
import { finderOf } from '../oracle/route.js';
import { moveGroup, noDesire, write } from '../oracle/steer.js';
import { Mind } from './mind.js';

/**
 * A scripted player that adapts: it knows what its avatar has been shown since the episode began, and nothing else. It is told
 * goal and rules as far as they are not hidden, sees objects inside its view, and sees rules fire there. Beyond that it is given
 * the map of the ground, which an agent has to find out, and tells objects of one type apart by their places.
 */
export class Explorer {
  private readonly minds = new WeakMap<BatchedEnvironment, (Mind | undefined)[]>();

  /**
   * What the explorer would do now in environment i, whoever acts: it need not be done. To be asked in every step of an episode,
   * since it learns from what it is shown.
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

  /** What the explorer is doing in environment i, in a phrase. */
  explain(environment: BatchedEnvironment, i: number): string {
    return this.minds.get(environment)?.[i]?.explain() ?? 'it has not begun';
  }

  /** Forgets all that it knows of environment i. */
  forget(environment: BatchedEnvironment, i: number): void {
    const minds = this.minds.get(environment);
    if (minds !== undefined) minds[i] = undefined;
  }

  /** What it knows of the episode in environment i; where one has just begun, nothing. */
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
