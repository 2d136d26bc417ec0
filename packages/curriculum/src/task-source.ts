import type { Random } from '@open-ada/production-rules';
import type { Episode } from './episode-plan.js';
import type { Family } from './families.js';

/** What came of one episode. */
export interface EpisodeResult {
  family: Family;
  /** Sum of rewards of each trial; a decision's reward is in [0, 1]. */
  rewardByTrial: readonly number[];
}

/** Where training gets its episodes from. Deterministic: what it gives depends on its state and the given generator. */
export interface TaskSource {
  next(random: Random): Episode;
  report(results: readonly EpisodeResult[]): void;
  /** Plain JSON from which `restore` continues. */
  state(): unknown;
  /** @throws Error with one sentence where `state` is not what a source of this kind gave */
  restore(state: unknown): void;
  /** One line for the progress display. */
  summary(): string;
}
