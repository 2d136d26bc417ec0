import type { Family } from '../games/families.js';
import type { SeedPool } from './seed-pool.js';

/** Each task's world is drawn evenly from both lists. */
export interface WorldRange {
  /** Tiles along each side of the room. */
  tiles: readonly number[];
  /** From flat, 0, to layered, 1; see `generateWorld`. */
  complexity: readonly number[];
}

/** How the episodes of an iteration are drawn. */
export interface EpisodeSettings {
  /** Steps of one environment in one iteration: trials x steps of a trial never exceed it. */
  stepsPerIteration: number;
  stepsPerSecond: number;
  /** Relative weight of each number of trials. */
  trialWeights: Readonly<Record<number, number>>;
  /** Probability that the agent is not told the trial's index and number. */
  hideTrialIndex: number;
  /** Probability, at each boundary of two trials, that the agent's memory is cleared there. */
  resetMemoryFraction: number;
  /** Worlds of each family's tasks; a family without an entry is played in those that `generateTask` gives it, flat. */
  worlds: Readonly<Partial<Record<Family, WorldRange>>>;
  /** Tasks are those of this pool of seeds, each in one world. Absent: 2^32 seeds, each in any world. */
  pool?: SeedPool;
}

const HALF_FLAT = [0, 0, 0.5, 1] as const;
/**
 * Small rooms beside larger ones: there chance alone leads to a reward now and then, and what is learned there serves everywhere.
 */
const WORLDS: EpisodeSettings['worlds'] = {
  'make-by-near': { tiles: [2, 2, 3, 4], complexity: [0] },
  trivial: { tiles: [2, 2, 3, 4], complexity: HALF_FLAT },
  small: { tiles: [2, 2, 3, 4], complexity: HALF_FLAT },
  medium: { tiles: [2, 3, 4, 5], complexity: HALF_FLAT },
  full: { tiles: [3, 4, 6], complexity: HALF_FLAT },
};

/** Those of the laptop preset. */
export const EPISODE_DEFAULTS: EpisodeSettings = {
  stepsPerIteration: 160,
  stepsPerSecond: 5,
  trialWeights: { 2: 0.1, 3: 0.15, 4: 0.6, 5: 0.15 },
  hideTrialIndex: 0.1,
  resetMemoryFraction: 0.06,
  worlds: WORLDS,
  pool: undefined,
};

/** Steps of one trial when an episode has `trials` of them: as many as fit the iteration. */
export function trialSteps(trials: number, settings: EpisodeSettings): number {
  return Math.floor(settings.stepsPerIteration / trials);
}
