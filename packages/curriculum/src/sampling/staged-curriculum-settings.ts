import type { Family } from '../games/families.js';
import { EPISODE_DEFAULTS, type EpisodeSettings } from '../tasks/episode-settings.js';

/** Decides when families of tasks open, and which fraction of the episodes each gets. */
export interface StagedCurriculumSettings extends EpisodeSettings {
  /** Families in the order in which they open, easiest first. */
  families: readonly Family[];
  /**
   * Entry i is the running last-trial score (fraction of the trial) of family i at which the next family opens. The
   * last entry holds for all further families. The first is low: an agent that has become sure of `hold` no longer
   * tries other objects.
   */
  thresholds: readonly number[];
  /**
   * Fraction of the episodes that goes to the families before the newest one, once the newest has its full fraction.
   * It is divided in proportion to their position: 1 for the first, 2 for the second and so on. Easy families need
   * little practice.
   */
  earlierFraction: number;
  /**
   * Entry i is the number of episodes (of all families) over which family i + 1, once opened, reaches its full
   * fraction. The last entry holds for all further families. If a family reached its full fraction at once, many
   * failures with negative advantages would flood the batch, and the policy would forget what it had learned.
   */
  ramps: readonly number[];
  /** Number of episodes over which a family's score is averaged. */
  horizon: number;
  /** Smallest number of episodes of the newest family before its score counts. */
  minimumEpisodes: number;
  /**
   * Number of episodes (of all families) after which the next family opens in any case. A family that is not learned
   * must not block the others.
   */
  patience: number;
}

/**
 * Defaults of the laptop preset. Each was changed in training runs from scratch and kept if it helped (docs/results).
 */
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
