import type { Side } from '../games/families.js';

/** Options of a generated task, besides its family and seed. */
export interface GenerateOptions {
  side: Side;
  /**
   * Length of a trial, seconds. Default: 8 in the enumerated families and in `bring`; otherwise the shortest of
   * `TRIAL_LENGTHS` that is at least 2.5 times the duration of the task's solution.
   */
  trialSeconds?: number;
  /**
   * Tiles (2 m) along each side of the square room. Default 4; 5 in `medium`, 6 in `full`, 2 to 4 in `bring`; in `pairs`
   * that of the family that the game is made from.
   */
  tiles?: number;
  /**
   * Complexity of the world from 0 (a flat room) to 1 (as many layers as the size allows); see `generateWorld`.
   * Default: 0 in the enumerated families and in `bring`; otherwise uniform in 0, 1/4, 1/2, 3/4, 1.
   */
  complexity?: number;
}
