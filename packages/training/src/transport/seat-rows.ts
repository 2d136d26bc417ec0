import type { EpisodeSpec } from '@open-ada/rollout';

/** Where the rows of the agent are in the arrays of a batch whose environments may have two seats. */
export interface SeatRows {
  /** Row of environment e in rewards, `[E, P]`. */
  rewardRow(e: number): number;
  /** Row of environment e in the output of the policy: `[E]`, in self-play `[E, P]`. */
  outputRow(e: number): number;
}

/** One player in each environment. */
export const ALONE: SeatRows = { rewardRow: (e) => e, outputRow: (e) => e };

/**
 * Two seats in each environment.
 * @param selfPlay whether the agent plays from both seats; its rows are then those of the first
 */
export function seatRows(episodes: readonly EpisodeSpec[], selfPlay: boolean): SeatRows {
  if (selfPlay) return { rewardRow: (e) => 2 * e, outputRow: (e) => 2 * e };
  return { rewardRow: (e) => 2 * e + (episodes[e]?.seat ?? 0), outputRow: (e) => e };
}
