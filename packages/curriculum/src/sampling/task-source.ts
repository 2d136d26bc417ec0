import type { Random } from '@open-ada/production-rules';
import type { Family } from '../games/families.js';
import type { Episode } from './episode-plan.js';

/** An episode of a round. */
export interface PlannedEpisode extends Episode {
  /** Of what is random in it. */
  seed: number;
  /** Whether the learner gets it. What is played only to judge a task is never learned from. */
  trained: boolean;
}

/** What is played in one round. */
export interface RoundTasks {
  /** One per environment. */
  episodes: PlannedEpisode[];
  /** Single trials, each played twice: by the agent and by nobody (no-op). Never learned from. */
  screenings: PlannedEpisode[];
}

/** What came of one episode. */
export interface EpisodeResult {
  family: Family;
  /** Sum of rewards of each trial; a decision's reward is in [0, 1]. */
  rewardByTrial: readonly number[];
  /** Mean over the last trial's decisions of |r + discount v' - v|, values as the agent predicted them while playing. */
  tdError: number;
}

/** Rewards of a single trial. */
export interface ScreeningResult {
  agent: number;
  noop: number;
}

/** In the order of the round's tasks. */
export interface RoundResults {
  episodes: readonly EpisodeResult[];
  screenings: readonly ScreeningResult[];
}

/** What a curriculum says of the tasks that it trains on, by family, and `all` of them; numbers by name. */
export type CurriculumStatistics = Record<string, Record<string, number>>;

/**
 * Where training gets its episodes from. Deterministic: what it gives depends on its state and the given generator. Rounds are planned one
 * after the other, each after the report on the one before.
 */
export interface TaskSource {
  plan(random: Random, environments: number): RoundTasks;
  report(results: RoundResults): void;
  /** Plain JSON from which `restore` continues; valid between a report and the next plan. */
  state(): unknown;
  /** @throws Error with one sentence where `state` is not what a source of this kind gave */
  restore(state: unknown): void;
  /** One line for the progress display. */
  summary(): string;
  /** Empty where there is no archive. */
  statistics(): CurriculumStatistics;
}
