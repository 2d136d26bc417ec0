import type { WorldSpec } from '../network/world.js';

/** Source of random numbers: `float` in [0, 1), `int(n)` in [0, n). */
export interface RandomSource {
  float(): number;
  int(n: number): number;
}

/** What an action led to. */
export interface Outcome {
  reward: number;
  /** The episode is over; the observation is its last. */
  last: boolean;
  /** It ended for good: nothing would have followed. False at a time limit. */
  terminal: boolean;
  /** Index of the trial in which the reward was earned, where an episode has trials. Default 0. */
  trial?: number;
}

/** An environment with one agent. */
export interface Environment {
  readonly world: WorldSpec;
  /** Begins an episode and writes its first observation [O]. */
  reset(into: Float32Array): void;
  /**
   * @param actions one option of each group, then the continuous actions, each in [−1, 1]
   * @param into the observation after it [O]
   */
  step(actions: ArrayLike<number>, into: Float32Array): Outcome;
  /** Plain JSON from which `restore` continues the running episode, as if there had been no interruption. */
  state(): unknown;
  restore(state: unknown): void;
}
