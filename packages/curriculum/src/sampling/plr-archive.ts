import type { Random } from '@open-ada/production-rules';
import * as z from 'zod';
import type { Family } from '../games/families.js';
import type { EpisodeSettings } from '../tasks/episode-settings.js';
import { type DrawnTask, drawTask, redrawTask } from '../tasks/task-draw.js';
import { Archive, type ArchiveState, describeTasks, type KeptTask } from './archive.js';
import type { FamilyArchive } from './family-archive.js';
import { drawIndex, mixture, rankProbabilities, stalenessProbabilities } from './replay-distribution.js';
import type { EpisodeResult } from './task-source.js';
import { TrialErrors } from './trial-error.js';

const count = z.int().min(1);

/** Robust prioritised level replay as in AdA, appendix D.5. */
export const plrSettings = z.strictObject({
  archive: count.default(1000).meta({
    description: 'Most tasks of an archive; there is one for each family.',
    unit: 'tasks',
    paper: 'AdA: 1000',
  }),
  minimum: count.default(100).meta({
    description: 'Tasks from which on an archive is learned from.',
    unit: 'tasks',
    paper: 'AdA: 900',
  }),
  // A share of nothing, or of everything, would leave nothing to learn from or never bring a new task.
  replay: z.number().min(0.01).max(0.99).default(0.2).meta({
    description: 'Probability that the next task is sampled from the archive, not proposed.',
    paper: 'AdA: 0.2',
  }),
  trialsPerTask: z
    .number()
    .min(1)
    .default(30)
    .meta({
      description:
        'Trials for which a sampled task is trained on; a proposal is played once. With `replay` it gives the ' +
        'share of the episodes that are proposals.',
      unit: 'trials',
      paper: 'AdA: 30',
    }),
  staleness: z.number().min(0).max(1).default(0.2).meta({
    description: 'Fraction of the sampling that goes by how long ago a task was sampled.',
    paper: 'AdA: 0.2',
  }),
  temperature: z.number().min(0.01).default(2).meta({
    description:
      'Temperature of the rank prioritisation; at 2 no task takes more than about a hundredth of the episodes.',
    paper: 'AdA: not stated',
  }),
  errorHorizon: count.default(1000).meta({
    description: 'Proposals over which mean and standard deviation of the TD error run, for each number of trials.',
    unit: 'proposals',
  }),
});
export type PlrSettings = z.infer<typeof plrSettings>;

export const PLR_DEFAULTS: PlrSettings = plrSettings.parse({});

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
