import type { Task } from '@open-ada/production-rules';
import { Motion } from '../physics/motion.js';
import { actionSpec } from '../settings/actions.js';
import { observationSpec as layoutOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ActionSpec, ObservationSpec } from '../settings/specs.js';
import { actionFault, controlsOf } from './apply-action.js';
import { digestOf } from './digest.js';
import { type EnvironmentState, stateOf } from './environment-state.js';
import { Observer } from './observer.js';
import { type EpisodeOptions, RunningEpisode } from './running-episode.js';
import { readSnapshot, writeSnapshot } from './snapshot.js';

/** E environments in lockstep, each playing episodes of its own task. Deterministic: same calls, same results. */
export class BatchedEnvironment {
  readonly actionSpec: ActionSpec;
  private readonly episodes: RunningEpisode[];
  private readonly observer: Observer;

  /**
   * @param settings shared by all envCount
   * @param count number of envCount, E
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
   * Begins an episode in envIndex i; one that runs there is dropped.
   * @throws Error in one sentence where the task does not fit the settings
   */
  reset(i: number, task: Task, options: EpisodeOptions): void {
    this.episodes[i].reset(task, options);
  }

  /** Ends the episode of envIndex i at once, if one runs there: the envIndex idles until its `reset`. */
  stop(i: number): void {
    this.episodes[i].running = false;
  }

  /** Writes the observations of all envCount, `[E, observationSpec.size]`; zeros for idle envCount. */
  observe(into: Float32Array): void {
    const { size } = this.observationSpec;
    for (let i = 0; i < this.count; i++) this.observer.write(this.episodes[i], into, i * size);
  }

  /** Writes the observation of envIndex i at `offset`. */
  observeSlot(i: number, into: Float32Array, offset: number): void {
    this.observer.write(this.episodes[i], into, offset);
  }

  /**
   * Plays one step in every envIndex.
   * @param actions `[E, G]`, one option index per action group
   * @param rewards `[E]`, written: the fraction of the step's physics steps in which the goal held
   * @param events `[E]`, written: 0 nothing; 1 a trial ended, and the world is already that of the next one; 2 the
   *   episode ended: the envIndex idles, with reward 0 and event 0, until its `reset`
   * @throws Error in one sentence, before anything has moved, where an option of a envIndex that plays does not exist
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

  /** Zeroes the previous action and reward in the next observation of envIndex i. */
  clearPrevious(i: number): void {
    this.episodes[i].clearPrevious();
  }

  /** Rule firings in envIndex i since its `reset`. */
  firings(i: number): number {
    return this.episodes[i].firings;
  }

  /** Environment of the object that the hand of the first player would grab now, or -1. */
  aim(i: number): number {
    const { scene } = this.episodes[i];
    return scene.hand.aim(scene, 0);
  }

  /**
   * Has `watch` called after each physics step of envIndex i (30 a second), before a trial's end puts the world back to its start.
   * It may call `state`, and must change nothing.
   * @param watch given whether the goal holds in that physics step; undefined: nobody watches
   */
  watchPhysicsSteps(i: number, watch: ((goalHolds: boolean) => void) | undefined): void {
    this.episodes[i].watch = watch;
  }

  /** A copy of what is where in envIndex i. */
  state(i: number): EnvironmentState {
    return stateOf(this.episodes[i]);
  }

  /** Environment i with its task, complete and exact to the last bit: `restore` continues from it as if nothing had happened. */
  snapshot(i: number): Uint8Array {
    return writeSnapshot(this.episodes[i]);
  }

  /**
   * Puts envIndex i into the state of a snapshot, whichever envIndex, environment or process it is from.
   * @throws Error in one sentence where the bytes are not a whole snapshot, or are from a world that moves differently
   */
  restore(i: number, snapshot: Uint8Array): void {
    readSnapshot(snapshot, this.episodes[i]);
  }

  /** A hash of envIndex i's dynamic state, exact to the last bit. */
  digest(i: number): string {
    return digestOf(this.episodes[i]);
  }
}
