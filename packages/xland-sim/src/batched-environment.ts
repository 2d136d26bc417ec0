import type { Task } from '@open-ada/production-rules';
import { controlsOf } from './controls.js';
import { digestOf } from './digest.js';
import { type EnvironmentState, stateOf } from './environment-state.js';
import { Episode, type EpisodeOptions } from './episode.js';
import { actionSpec } from './layout.js';
import { Motion } from './motion.js';
import { Observer } from './observer.js';
import type { SimulationSettings } from './settings.js';
import type { ActionSpec, ObservationSpec } from './specs.js';

/** E environments in lockstep, each playing episodes of its own task. Deterministic: same calls, same results. */
export class BatchedEnvironment {
  readonly observationSpec: ObservationSpec;
  readonly actionSpec: ActionSpec;
  private readonly episodes: Episode[];
  private readonly observer: Observer;

  /**
   * @param settings shared by all slots
   * @param count number of slots, E
   */
  constructor(
    readonly settings: SimulationSettings,
    readonly count: number,
  ) {
    this.observer = new Observer(settings);
    this.observationSpec = this.observer.spec;
    this.actionSpec = actionSpec(settings);
    const controls = controlsOf(settings);
    const motion = new Motion();
    this.episodes = Array.from({ length: count }, () => new Episode(settings, controls, motion));
  }

  /**
   * Begins an episode in slot i; one that runs there is dropped.
   * @throws Error in one sentence where the task does not fit the settings
   */
  reset(i: number, task: Task, options: EpisodeOptions): void {
    this.episodes[i].reset(task, options);
  }

  /** Writes the observations of all slots, `[E, observationSpec.size]`; zeros for idle slots. */
  observe(into: Float32Array): void {
    const { size } = this.observationSpec;
    for (let i = 0; i < this.count; i++) this.observer.write(this.episodes[i], into, i * size);
  }

  /**
   * Plays one decision in every slot.
   * @param actions `[E, G]`, one option index per action group
   * @param rewards `[E]`, written: the fraction of the decision's frames in which the goal held
   * @param events `[E]`, written: 0 nothing; 1 a trial ended, and the world is already that of the next one; 2 the
   *   episode ended: the slot idles, with reward 0 and event 0, until its `reset`
   */
  step(actions: Int32Array, rewards: Float32Array, events: Uint8Array): void {
    const groups = this.actionSpec.groups.length;
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

  /** Zeroes the previous action and reward in the next observation of slot i. */
  clearPrevious(i: number): void {
    this.episodes[i].clearPrevious();
  }

  /** Rule firings in slot i since its `reset`. */
  firings(i: number): number {
    return this.episodes[i].firings;
  }

  /** Slot of the object that the hand of the first player would grab now, or -1. */
  aim(i: number): number {
    const { scene } = this.episodes[i];
    return scene.hand.aim(scene, 0);
  }

  /** A copy of what is where in slot i. */
  state(i: number): EnvironmentState {
    return stateOf(this.episodes[i]);
  }

  /** A hash of slot i's dynamic state, exact to the last bit. */
  digest(i: number): string {
    return digestOf(this.episodes[i]);
  }
}
