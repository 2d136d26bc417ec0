import type { Random } from '@open-ada/production-rules';
import type { Family } from '../games/families.js';
import type { EpisodeSettings } from '../tasks/episode-settings.js';
import { type DrawnTask, drawTask, redrawTask } from '../tasks/task-draw.js';
import { Archive, type ArchiveState, describeTasks, type KeptTask } from './archive.js';
import type { FamilyArchive } from './family-archive.js';
import { drawIndex, mixture, rankProbabilities, stalenessProbabilities } from './replay-distribution.js';
import type { EpisodeResult } from './task-source.js';
import { TrialErrors } from './trial-error.js';

/** Robust prioritised level replay as in AdA, appendix D.5. */
export interface PlrSettings {
  /** Capacity of an archive. Each family has one archive. */
  archive: number;
  /** Number of tasks from which an archive is used for training (0.9 of `archive` in AdA). */
  minimum: number;
  /** Probability that the next task is sampled from the archive instead of proposed. */
  replay: number;
  /**
   * Number of trials for which a sampled task is trained on. A proposal is played once. Together with `replay` this
   * determines the fraction of episodes that are proposals.
   */
  trialsPerTask: number;
  /** Weight of the staleness distribution in the sampling distribution. */
  staleness: number;
  /**
   * Temperature of the rank prioritisation. AdA does not state it. At 2 no task gets more than about one hundredth of
   * the episodes.
   */
  temperature: number;
  /** Number of proposals over which the mean and std of the error are averaged, for each number of trials. */
  errorHorizon: number;
}

export const PLR_DEFAULTS: PlrSettings = {
  archive: 1000,
  minimum: 100,
  replay: 0.2,
  trialsPerTask: 30,
  staleness: 0.2,
  temperature: 2,
  errorHorizon: 1000,
};

/**
 * Fraction of the episodes that are proposals. For every `replay` sampled tasks, each trained on for `trialsPerTask`
 * trials, there are 1 - `replay` proposals.
 */
export function plrProposalFraction(settings: PlrSettings & EpisodeSettings): number {
  const { replay, trialsPerTask, trialWeights } = settings;
  const weights = Object.entries(trialWeights);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  const trials = weights.reduce((sum, [k, weight]) => sum + (Number(k) * weight) / total, 0);
  const trained = (replay * trialsPerTask) / trials;
  return (1 - replay) / (1 - replay + trained);
}

interface ReplayedTask extends KeptTask {
  /** Mean |TD error| of the last trial when the task was last played. */
  error: number;
  /** Value of `samples` when the task was last sampled, or when it was added. */
  sampledAt: number;
}

export class PlrArchive implements FamilyArchive {
  private readonly errors: TrialErrors;
  private readonly archive: Archive<ReplayedTask>;
  /** Number of samples drawn so far. Staleness is measured in it. */
  private samples = 0;

  constructor(
    private readonly family: Family,
    private readonly settings: PlrSettings & EpisodeSettings,
  ) {
    this.errors = new TrialErrors(settings.errorHorizon);
    this.archive = new Archive(settings.archive, (task) => this.fitnessOf(task));
  }

  get ready(): boolean {
    return this.tasks.length >= this.settings.minimum;
  }

  get tasks(): readonly ReplayedTask[] {
    return this.archive.tasks;
  }

  propose(random: Random): DrawnTask {
    return drawTask(random, this.family, this.settings);
  }

  sampler(random: Random): () => DrawnTask {
    const probabilities = this.distribution();
    return () => {
      const task = this.tasks[drawIndex(random, probabilities)];
      task.sampledAt = ++this.samples;
      return redrawTask(task.draw, this.settings);
    };
  }

  judge({ draw, facts }: DrawnTask, { tdError }: EpisodeResult): void {
    this.errors.add(draw.trials, tdError);
    this.archive.offer({ draw, facts, error: tdError, sampledAt: this.samples });
  }

  update({ draw }: DrawnTask, { tdError }: EpisodeResult): void {
    const task = this.archive.find(draw);
    if (task) task.error = tdError;
  }

  /** Probability of each task to be sampled next. */
  distribution(): number[] {
    const { temperature, staleness } = this.settings;
    const byFitness = rankProbabilities(
      this.tasks.map((task) => this.fitnessOf(task)),
      temperature,
    );
    const byAge = stalenessProbabilities(this.tasks.map(({ sampledAt }) => this.samples - sampledAt));
    return mixture(byFitness, byAge, staleness);
  }

  state(): unknown {
    const archive = this.archive.state(({ error, sampledAt }) => [error, sampledAt]);
    return { samples: this.samples, errors: this.errors.state(), archive };
  }

  restore(state: unknown): void {
    const { samples, errors, archive } = (state ?? {}) as {
      samples?: number;
      errors?: unknown;
      archive?: ArchiveState;
    };
    this.archive.restore(archive, (task, [error, sampledAt]) => ({ ...task, error, sampledAt }), this.family);
    this.errors.restore(errors);
    this.samples = samples ?? 0;
  }

  statistics(): Record<string, number> {
    const { tasks, archive } = this;
    const sum = tasks.reduce((total, { error }) => total + error, 0);
    const mean = tasks.length > 0 ? sum / tasks.length : 0;
    return { ...describeTasks(tasks), acceptance: archive.acceptance.mean(), tdError: mean };
  }

  private fitnessOf({ draw, error }: ReplayedTask): number {
    return this.errors.normalise(draw.trials, error);
  }
}
