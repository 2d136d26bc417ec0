import type { Family } from '../games/families.js';
import type { SeedPool } from './seed-pool.js';

/** Ranges of a task's world. Each value is drawn uniformly from its list. */
export interface WorldRange {
  /** Tiles along each side of the room. */
  tiles: readonly number[];
  /** From 0 (flat) to 1 (layered); see `generateWorld`. */
  complexity: readonly number[];
}

/** How the episodes of an iteration are drawn. */
export interface EpisodeSettings {
  /** Steps of one environment in one iteration. The number of trials times the steps of a trial never exceeds it. */
  stepsPerIteration: number;
  stepsPerSecond: number;
  /** Relative weight of each number of trials. */
  trialWeights: Readonly<Record<number, number>>;
  /** Probability that the agent is told neither the trial's index nor the number of trials. */
  hideTrialIndex: number;
  /** Probability, at each boundary between two trials, that the agent's memory is reset. */
  resetMemoryFraction: number;
  /** Worlds of each family's tasks. A family without an entry is played in the flat worlds of `generateTask`. */
  worlds: Readonly<Partial<Record<Family, WorldRange>>>;
  /** Seeds of the tasks; each seed has one world. Absent: 2^32 seeds, and each task may be in any world. */
  pool?: SeedPool;
}

const HALF_FLAT = [0, 0, 0.5, 1] as const;
/**
 * Small rooms in addition to larger ones. In a small room random actions sometimes lead to a reward, and what the
 * agent learns there helps in all rooms.
 */
const WORLDS: EpisodeSettings['worlds'] = {
  'make-by-near': { tiles: [2, 2, 3, 4], complexity: [0] },
  trivial: { tiles: [2, 2, 3, 4], complexity: HALF_FLAT },
  small: { tiles: [2, 2, 3, 4], complexity: HALF_FLAT },
  medium: { tiles: [2, 3, 4, 5], complexity: HALF_FLAT },
  full: { tiles: [3, 4, 6], complexity: HALF_FLAT },
};

/** Defaults of the laptop preset. */
export const EPISODE_DEFAULTS: EpisodeSettings = {
  stepsPerIteration: 160,
  stepsPerSecond: 5,
  trialWeights: { 2: 0.1, 3: 0.15, 4: 0.6, 5: 0.15 },
  hideTrialIndex: 0.1,
  resetMemoryFraction: 0.06,
  worlds: WORLDS,
  pool: undefined,
};

/** Steps of one trial in an episode of `trials` trials: as many as fit into the iteration. */
export function trialSteps(trials: number, settings: EpisodeSettings): number {
  return Math.floor(settings.stepsPerIteration / trials);
}
