import type { Side } from '../games/families.js';

/** What a generated task is drawn from, besides its family and seed. */
export interface GenerateOptions {
  side: Side;
  /**
   * Length of a trial, seconds. Default: 8 in the families of the first rungs, else what the task's solution needs, at least
   * 2.5 times (`TRIAL_LENGTHS`).
   */
  trialSeconds?: number;
  /** Tiles (2 m) along each side of the square room. Default 4; 5 in `medium`, 6 in `full`, 2 to 4 in `bring`. */
  tiles?: number;
  /**
   * Of the world: 0, a flat room, to 1, as many layers as the size allows; see `generateWorld`. Default: 0 in the families of
   * the first rungs, else uniform in 0, 1/4, 1/2, 3/4, 1.
   */
  complexity?: number;
}
