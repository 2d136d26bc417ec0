import type { Family } from '../games/families.js';
import { EPISODE_DEFAULTS, type EpisodeSettings } from '../tasks/episode-settings.js';

/** When families of tasks open, and what share of the episodes each gets. */
export interface StagedCurriculumSettings extends EpisodeSettings {
  /** Easiest first. */
  families: readonly Family[];
  /**
   * The i-th: the running last-trial score (fraction of the trial) of family i at which the next one opens; the last counts for all after it.
   * The first is low: an agent that has become sure of `hold` does not try other objects any more.
   */
  thresholds: readonly number[];
  /**
   * Share of the episodes that goes to the families before the newest one, once that has its full share; among them in proportion to their
   * place, the first 1, the second 2 and so on: what is easy needs little practice.
   */
  earlierFraction: number;
  /**
   * The i-th: episodes of all families over which family i + 1, once opened, comes to its full share; the last counts for all after it.
   * A family opened at once brings so many failures, all below what the agent expects, that the policy unlearns what it could.
   */
  ramps: readonly number[];
  /** Episodes over which a family's score runs. */
  horizon: number;
  /** Episodes of the newest family before its score counts. */
  minimumEpisodes: number;
  /** Episodes of all families after which the next one opens even so: a family that is not learned must not hold up the rest. */
  patience: number;
}

/** Those of the laptop preset; each was changed in training runs from scratch and kept where it paid (docs/results). */
export const STAGED_DEFAULTS: StagedCurriculumSettings = {
  ...EPISODE_DEFAULTS,
  families: ['hold', 'trivial', 'bring', 'make-by-hold', 'small', 'make-by-near', 'medium', 'full'],
  thresholds: [0.2, 0.2, 0.3, 0.15, 0.3, 0.3, 0.4],
  earlierFraction: 0.6,
  ramps: [0, 0, 2000, 500],
  horizon: 512,
  minimumEpisodes: 512,
  patience: 12_000,
};
