import type { Random } from '@open-ada/production-rules';
import type { Family } from '../games/families.js';
import type { EpisodeDraft } from './episode-plan.js';

/** An episode of an iteration. */
export interface PlannedEpisode extends EpisodeDraft {
  /** Seed of everything random in the episode. */
  seed: number;
  /** Whether the learner gets it. Episodes that are played only to judge a task are never trained on. */
  trained: boolean;
}

/** The episodes of one iteration. */
export interface IterationTasks {
  /** One per environment. */
  episodes: PlannedEpisode[];
  /** Single trials, each played by the agent and by the no-op policy. They are never trained on. */
  screenings: PlannedEpisode[];
}

/** Result of one episode. */
export interface EpisodeResult {
  family: Family;
  /** Sum of rewards of each trial. A step's reward is in [0, 1]. */
  rewardByTrial: readonly number[];
  /** Steps of one trial. */
  trialSteps: number;
  /**
   * Mean over the last trial's steps of |r + discount v' - v|, with the values that the agent predicted while
   * playing.
   */
  tdError: number;
}

/** Rewards of a single trial. */
export interface ScreeningResult {
  agent: number;
  noop: number;
}

/** Results in the order of the iteration's tasks. */
export interface IterationResults {
  episodes: readonly EpisodeResult[];
  screenings: readonly ScreeningResult[];
}

/** Statistics of the training tasks: numbers by name, for each family and for `all` of them. */
export type CurriculumStatistics = Record<string, Record<string, number>>;

/** How far the staged curriculum is. */
export interface CurriculumStage {
  /**
   * Open families in the order of the curriculum, with their fraction of the episodes and their running score: the
   * reward of the last trial as a fraction of the trial.
   */
  open: { family: Family; share: number; score: number }[];
  /** The family that opens next. Absent where all are open. */
  next?: {
    family: Family;
    /** Score of the newest open family at which it opens. */
    threshold: number;
    /** Episodes of the newest open family until its score counts. */
    episodesToScore: number;
    /** Episodes of all families after which it opens whatever the score. */
    episodesAtMost: number;
  };
  /** The families after that one. */
  later: Family[];
}

/**
 * Source of the training episodes. It is deterministic: its plans depend only on its state and the given generator.
 * Each iteration is planned after the report on the previous one.
 */
export interface TaskSource {
  plan(random: Random, environments: number): IterationTasks;
  report(results: IterationResults): void;
  /** Plain JSON from which `restore` continues. It is valid between a report and the next plan. */
  state(): unknown;
  /** @throws Error with one sentence if `state` is not from a source of this kind */
  restore(state: unknown): void;
  /** One line about the tasks, for the log. */
  summary(): string;
  stage(): CurriculumStage;
  /** Statistics by family. They are empty if there is no archive. */
  statistics(): CurriculumStatistics;
}
