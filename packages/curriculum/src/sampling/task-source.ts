import type { Random } from '@open-ada/production-rules';
import type { Family } from '../games/families.js';
import type { EpisodeDraft } from './episode-plan.js';

/** An episode of an iteration. */
export interface PlannedEpisode extends EpisodeDraft {
  /** Of what is random in it. */
  seed: number;
  /** Whether the learner gets it. What is played only to judge a task is never learned from. */
  trained: boolean;
}

/** What is played in one iteration. */
export interface IterationTasks {
  /** One per environment. */
  episodes: PlannedEpisode[];
  /** Single trials, each played twice: by the agent and by nobody (no-op). Never learned from. */
  screenings: PlannedEpisode[];
}

/** What came of one episode. */
export interface EpisodeResult {
  family: Family;
  /** Sum of rewards of each trial; a step's reward is in [0, 1]. */
  rewardByTrial: readonly number[];
  /** Mean over the last trial's steps of |r + discount v' - v|, values as the agent predicted them while playing. */
  tdError: number;
}

/** Rewards of a single trial. */
export interface ScreeningResult {
  agent: number;
  noop: number;
}

/** In the order of the iteration's tasks. */
export interface IterationResults {
  episodes: readonly EpisodeResult[];
  screenings: readonly ScreeningResult[];
}

/** What a curriculum says of the tasks that it trains on, by family, and `all` of them; numbers by name. */
export type CurriculumStatistics = Record<string, Record<string, number>>;

/**
 * Where training gets its episodes from. Deterministic: what it gives depends on its state and the given generator. Iterations are planned one
 * after the other, each after the report on the one before.
 */
export interface TaskSource {
  plan(random: Random, environments: number): IterationTasks;
  report(results: IterationResults): void;
  /** Plain JSON from which `restore` continues; valid between a report and the next plan. */
  state(): unknown;
  /** @throws Error with one sentence where `state` is not what a source of this kind gave */
  restore(state: unknown): void;
  /** One line for the progress display. */
  summary(): string;
  /** Empty where there is no archive. */
  statistics(): CurriculumStatistics;
}
