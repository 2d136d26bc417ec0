import { OBJECT_TYPES, type ObjectType, type Task } from '@open-ada/production-rules';
import { Motion } from '../physics/motion.js';
import { actionSpec } from '../settings/actions.js';
import { observationSpec as layoutOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ActionSpec, ObservationSpec } from '../settings/specs.js';
import { actionFault, controlsOf } from './apply-action.js';
import { type AvatarView, viewOf } from './avatar-view.js';
import { digestOf } from './digest.js';
import { type EnvironmentState, stateFromSecond, stateOf } from './environment-state.js';
import { Observer } from './observer.js';
import { type EpisodeOptions, RunningEpisode } from './running-episode.js';
import type { Seat } from './seat.js';
import { readSnapshot, writeSnapshot } from './snapshot.js';

/**
 * E environments in lockstep, each with seats for P players (setting `players`). Each plays episodes of its own task.
 * Arrays have one row per player, environment by environment: `[E, P, ...]`. Where a task has fewer players than the
 * environment has seats, the rows of the others are 0, and their actions are not read. Where it has more, the others
 * stand still. Deterministic: the same calls give the same results.
 */
export class BatchedEnvironment {
  /** Seats of each environment, P. */
  readonly players: number;
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
    this.players = settings.players ?? 1;
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

  /** Writes the observations of all players, `[E, P, observationSpec.size]`. Idle environments get zeros. */
  observe(into: Float32Array): void {
    const { players } = this;
    const { size } = this.observationSpec;
    for (let i = 0; i < this.count; i++) {
      for (let seat = 0; seat < players; seat++) this.observeEnv(i, into, (i * players + seat) * size, seat);
    }
  }

  /** Writes the observation of one player of environment i at `offset`. */
  observeEnv(i: number, into: Float32Array, offset: number, seat = 0): void {
    this.observer.write(this.episodes[i], seat, into, offset);
  }

  /**
   * Plays one step in every environment.
   * @param actions `[E, P, G]`, one option index per action group. The first player's hand acts first
   * @param rewards `[E, P]`, written: the fraction of the step's physics steps in which the player's goal held
   * @param events `[E]`, written: 0 nothing; 1 a trial ended, and the world has already been reset for the next one;
   *   2 the episode ended. After event 2 the environment idles, with reward 0 and event 0, until its next `reset`.
   * @throws Error in one sentence, before anything has moved, if an option chosen in a running environment does not
   *   exist
   */
  step(actions: Int32Array, rewards: Float32Array, events: Uint8Array): void {
    const { players } = this;
    const groups = this.actionSpec.groups.length;
    for (let i = 0; i < this.count; i++) {
      if (!this.episodes[i].running) continue;
      for (let seat = 0; seat < this.episodes[i].acting; seat++) {
        const fault = actionFault(this.actionSpec, actions, [i, seat, players]);
        if (fault !== undefined) throw new Error(fault);
      }
    }
    for (let i = 0; i < this.count; i++) {
      const episode = this.episodes[i];
      const { running } = episode;
      events[i] = running ? episode.step(actions, i * players * groups) : 0;
      for (let seat = 0; seat < players; seat++) {
        rewards[i * players + seat] = running && seat < episode.acting ? episode.seats[seat].previousReward : 0;
      }
    }
  }

  /** Number of players of environment i that are moved by actions: 1 or 2, depending on its task and the settings. */
  acting(i: number): number {
    return this.episodes[i].acting;
  }

  /**
   * Makes the next observation of environment i tell nothing of the steps before: no last action and reward, and of what
   * was seen only what is in view. Clear the memory of its agent together with it.
   * @param seat default: of all players
   */
  forget(i: number, seat?: number): void {
    this.episodes[i].forget(seat);
  }

  /**
   * Option of each action group in the last step of a player of environment i; -1 if there was none. The array changes
   * with the next step.
   * @throws Error in one sentence if the task has no such player
   */
  lastAction(i: number, seat = 0): Int32Array {
    return this.seat(i, seat).previousActions;
  }

  /** Reward of the last step of a player of environment i, 0 where there is none. @throws as `lastAction` */
  lastReward(i: number, seat = 0): number {
    return this.seat(i, seat).previousReward;
  }

  /** Type of the object that the hand of a player of environment i took in the last step, if any. @throws as `lastAction` */
  lastGrab(i: number, seat = 0): ObjectType | undefined {
    const { previousGrab } = this.seat(i, seat);
    return previousGrab < 0 ? undefined : OBJECT_TYPES[previousGrab];
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

  /** Index of the object that a player's hand would grab now, or -1. */
  aim(i: number, seat = 0): number {
    const { scene } = this.episodes[i];
    return scene.hand.aim(scene, seat);
  }

  /**
   * Sets a callback for each physics step of environment i (30 per second). At the end of a trial it is called before
   * the world is reset. It may call `state` but must change nothing.
   * @param watch called with whether the first and the second player's goal holds in that physics step; undefined
   *   removes the callback
   */
  watchPhysicsSteps(i: number, watch: ((goalHolds: boolean, holdsForSecond: boolean) => void) | undefined): void {
    this.episodes[i].watch = watch;
  }

  /**
   * A copy of the state of environment i.
   * @param seat 1: from the second player's point of view, which comes first and is `me`
   */
  state(i: number, seat = 0): EnvironmentState {
    const state = stateOf(this.episodes[i]);
    return seat === 0 ? state : stateFromSecond(state);
  }

  /** What a player of environment i is shown, for scripted players that may know no more than that. */
  view(i: number, seat = 0): AvatarView {
    return viewOf(this.episodes[i], seat);
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

  private seat(i: number, seat: number): Seat {
    const found = this.episodes[i].seats[seat];
    if (found === undefined) throw new Error(`The task of environment ${i} has no player ${seat + 1}.`);
    return found;
  }
}
