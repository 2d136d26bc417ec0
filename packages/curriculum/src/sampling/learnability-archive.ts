import type { Random } from '@open-ada/production-rules';
import * as z from 'zod';
import type { Family } from '../games/families.js';
import type { EpisodeSettings } from '../tasks/episode-settings.js';
import { type DrawnTask, drawTask, redrawTask } from '../tasks/task-draw.js';
import {
  Archive,
  type ArchiveState,
  decodeTask,
  describeTasks,
  encodeTask,
  isTaskState,
  type KeptTask,
  keyOf,
} from './archive.js';
import type { FamilyArchive } from './family-archive.js';
import type { EpisodeResult } from './task-source.js';

const count = z.int().min(1);
const several = z.int().min(2);

/** Sampling for learnability (Rutherford et al. 2024, "No Regrets"): tasks that are neither mastered nor hopeless. */
export const learnabilitySettings = z.strictObject({
  archive: count.default(1000).meta({
    description: 'Most tasks of an archive; there is one for each family.',
    unit: 'tasks',
  }),
  minimum: count.default(100).meta({
    description: 'Tasks from which on an archive is learned from.',
    unit: 'tasks',
  }),
  proposalFraction: z
    .number()
    .min(0.01)
    .max(0.99)
    .default(1 / 3)
    .meta({ description: 'Fraction of the episodes that are proposals.', defaultText: '1/3' }),
  plays: several.default(4).meta({
    description: 'Episodes for which a task is played before it is judged.',
    unit: 'episodes',
  }),
  outcomes: several.default(8).meta({
    description: 'Of how many of its newest episodes a task is judged.',
    unit: 'episodes',
  }),
  measure: z
    .enum(['variance', 'success'])
    .default('variance')
    .meta({
      description:
        "What a task is ranked by: the `variance` of the last trial's score, or `success`: p (1 - p), p the " +
        'fraction of scores of at least `successScore`.',
      paper: 'No Regrets: success',
    }),
  successScore: z.number().min(0).max(1).default(0.4).meta({
    description: 'Score, as a fraction of the trial, from which on a last trial counts as a success.',
  }),
});
export type LearnabilitySettings = z.infer<typeof learnabilitySettings>;

export const LEARNABILITY_DEFAULTS: LearnabilitySettings = learnabilitySettings.parse({});

/**
 * Learnability of a task, from the scores of its last trials (fractions of the trial). Both measures are unbiased
 * (factor n / (n - 1)), so tasks that were played a few times and tasks that were played often can be compared.
 */
export function learnability(
  scores: readonly number[],
  settings: Pick<LearnabilitySettings, 'measure' | 'successScore'>,
): number {
  const { measure, successScore } = settings;
  const values = measure === 'success' ? scores.map((score) => (score >= successScore ? 1 : 0)) : scores;
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

interface LearnableTask extends KeptTask {
  /** Scores of the last trials, the newest at the end. */
  scores: number[];
}

/** An archive that samples its tasks uniformly. */
export class LearnabilityArchive implements FamilyArchive {
  private readonly archive: Archive<LearnableTask>;
  /** Tasks that are being judged. Only the newest may still be proposed. */
  private pending: (LearnableTask & { planned: number })[] = [];

  constructor(
    private readonly family: Family,
    private readonly settings: LearnabilitySettings & EpisodeSettings,
  ) {
    this.archive = new Archive(settings.archive, ({ scores }) => learnability(scores, settings));
  }

  get ready(): boolean {
    return this.tasks.length >= this.settings.minimum;
  }

  get tasks(): readonly LearnableTask[] {
    return this.archive.tasks;
  }

  propose(random: Random): DrawnTask {
    const newest = this.pending.at(-1);
    if (newest && newest.planned < this.settings.plays) {
      newest.planned++;
      return redrawTask(newest.draw, this.settings);
    }
    const drawn = drawTask(random, this.family, this.settings);
    this.pending.push({ draw: drawn.draw, facts: drawn.facts, scores: [], planned: 1 });
    return drawn;
  }

  sampler(random: Random): () => DrawnTask {
    return () => redrawTask(this.tasks[random.int(this.tasks.length)].draw, this.settings);
  }

  judge({ draw }: DrawnTask, result: EpisodeResult): void {
    const task = this.pending.find((each) => keyOf(each.draw) === keyOf(draw));
    if (!task) return;
    task.scores.push(this.scoreOf(result));
    if (task.scores.length < this.settings.plays) return;
    this.pending.splice(this.pending.indexOf(task), 1);
    const { facts, scores } = task;
    this.archive.offer({ draw: task.draw, facts, scores });
  }

  update({ draw }: DrawnTask, result: EpisodeResult): void {
    const task = this.archive.find(draw);
    if (!task) return;
    task.scores.push(this.scoreOf(result));
    if (task.scores.length > this.settings.outcomes) task.scores.shift();
  }

  state(): unknown {
    return {
      archive: this.archive.state(({ scores }) => scores),
      pending: this.pending.map((task) => [...encodeTask(task), ...task.scores]),
    };
  }

  restore(state: unknown): void {
    const { archive, pending } = (state ?? {}) as { archive?: ArchiveState; pending?: unknown };
    this.archive.restore(archive, (task, scores) => ({ ...task, scores }), this.family);
    if (!Array.isArray(pending) || !pending.every(isTaskState)) {
      throw new Error(`This is not the state of an archive of "${this.family}".`);
    }
    this.pending = pending.map((row) => {
      const { task, rest } = decodeTask(row, this.family);
      return { ...task, scores: rest, planned: rest.length };
    });
  }

  statistics(): Record<string, number> {
    const { tasks, archive, settings } = this;
    const sum = tasks.reduce((total, { scores }) => total + learnability(scores, settings), 0);
    const mean = tasks.length > 0 ? sum / tasks.length : 0;
    return { ...describeTasks(tasks), acceptance: archive.acceptance.mean(), learnability: mean };
  }

  private scoreOf({ rewardByTrial, trialSteps }: EpisodeResult): number {
    return rewardByTrial[rewardByTrial.length - 1] / trialSteps;
  }
}
