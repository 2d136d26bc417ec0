import type { Task } from '@open-ada/production-rules';
import { Motion } from '../physics/motion.js';
import { actionSpec } from '../settings/actions.js';
import { observationSpec as layoutOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ActionSpec, ObservationSpec } from '../settings/specs.js';
import { actionFault, controlsOf } from './apply-action.js';
import { type AvatarView, viewOf } from './avatar-view.js';
import { digestOf } from './digest.js';
import { type EnvironmentState, stateOf } from './environment-state.js';
import { Observer } from './observer.js';
import { type EpisodeOptions, RunningEpisode } from './running-episode.js';
import { readSnapshot, writeSnapshot } from './snapshot.js';

/**
 * E environments in lockstep. Each plays episodes of its own task. Deterministic: the same calls give the same
 * results.
 */
export class BatchedEnvironment {
  readonly actionSpec: ActionSpec;
  private readonly episodes: RunningEpisode[];
  private readonly observer: Observer;

  /**
   * @param settings shared by all environments
   * @param count number of environments, E
   * @param observationSpec where each part and feature of an observation lies; they may stand in any order
   */
  constructor(
    readonly settings: SimulationSettings,
    readonly count: number,
    readonly observationSpec: ObservationSpec = layoutOf(settings),
  ) {
    this.observer = new Observer(settings, observationSpec);
    this.actionSpec = actionSpec(settings);
    const controls = controlsOf(settings);
    const motion = new Motion();
    this.episodes = Array.from(
      { length: count },
      () => new RunningEpisode(settings, controls, motion, observationSpec),
    );
  }

  /**
   * Begins an episode in environment i. An episode that is running there is dropped.
   * @throws Error in one sentence if the task does not fit the settings
   */
  reset(i: number, task: Task, options: EpisodeOptions): void {
    this.episodes[i].reset(task, options);
  }

  /** Ends the episode of environment i at once, if one is running. The environment idles until its next `reset`. */
  stop(i: number): void {
    this.episodes[i].running = false;
  }

  /** Writes the observations of all environments, `[E, observationSpec.size]`. Idle environments get zeros. */
  observe(into: Float32Array): void {
    const { size } = this.observationSpec;
    for (let i = 0; i < this.count; i++) this.observer.write(this.episodes[i], into, i * size);
  }

  /** Writes the observation of environment i at `offset`. */
  observeEnv(i: number, into: Float32Array, offset: number): void {
    this.observer.write(this.episodes[i], into, offset);
  }

  /**
   * Plays one step in every environment.
   * @param actions `[E, G]`, one option index per action group
   * @param rewards `[E]`, written: the fraction of the step's physics steps in which the goal held
   * @param events `[E]`, written: 0 nothing; 1 a trial ended, and the world has already been reset for the next one;
   *   2 the episode ended. After event 2 the environment idles, with reward 0 and event 0, until its next `reset`.
   * @throws Error in one sentence, before anything has moved, if an option chosen in a running environment does not
   *   exist
   */
  step(actions: Int32Array, rewards: Float32Array, events: Uint8Array): void {
    const groups = this.actionSpec.groups.length;
    for (let i = 0; i < this.count; i++) {
      if (!this.episodes[i].running) continue;
      const fault = actionFault(this.actionSpec, actions, i);
      if (fault !== undefined) throw new Error(fault);
    }
    for (let i = 0; i < this.count; i++) {
      const episode = this.episodes[i];
      if (!episode.running) {
        rewards[i] = 0;
        events[i] = 0;
        continue;
      }
      events[i] = episode.step(actions, i * groups);
      rewards[i] = episode.previousReward;
    }
  }

  /** Zeroes the previous action and reward in the next observation of environment i. */
  clearPrevious(i: number): void {
    this.episodes[i].clearPrevious();
  }

  /**
   * Option of each action group in the last step of environment i; -1 if there was none. The array changes with the
   * next step.
   */
  lastAction(i: number): Int32Array {
    return this.episodes[i].previousActions;
  }

  /** Reward of the last step of environment i, 0 where there is none. */
  lastReward(i: number): number {
    return this.episodes[i].previousReward;
  }

  /** Index of the trial that environment i plays, or -1 while it idles. */
  trial(i: number): number {
    const { running, trial } = this.episodes[i];
    return running ? trial : -1;
  }

  /** Rule firings in environment i since its `reset`. */
  firings(i: number): number {
    return this.episodes[i].firings;
  }

  /** Index of the object that the first player's hand would grab now, or -1. */
  aim(i: number): number {
    const { scene } = this.episodes[i];
    return scene.hand.aim(scene, 0);
  }

  /**
   * Sets a callback for each physics step of environment i (30 per second). At the end of a trial it is called before
   * the world is reset. It may call `state` but must change nothing.
   * @param watch called with whether the goal holds in that physics step; undefined removes the callback
   */
  watchPhysicsSteps(i: number, watch: ((goalHolds: boolean) => void) | undefined): void {
    this.episodes[i].watch = watch;
  }

  /** A copy of the state of environment i. */
  state(i: number): EnvironmentState {
    return stateOf(this.episodes[i]);
  }

  /** What the first player of environment i is shown, for scripted players that may know no more than that. */
  view(i: number): AvatarView {
    return viewOf(this.episodes[i]);
  }

  /**
   * Environment i with its task, exact to the last bit. `restore` continues from it as if there had been no
   * interruption.
   */
  snapshot(i: number): Uint8Array {
    return writeSnapshot(this.episodes[i]);
  }

  /**
   * Puts environment i into the state of a snapshot. The snapshot may come from another environment or process.
   * @throws Error in one sentence if the bytes are not a complete snapshot, or come from a world with different
   *   dynamics
   */
  restore(i: number, snapshot: Uint8Array): void {
    readSnapshot(snapshot, this.episodes[i]);
  }

  /** A hash of the dynamic state of environment i, exact to the last bit. */
  digest(i: number): string {
    return digestOf(this.episodes[i]);
  }
}
