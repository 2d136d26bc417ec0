import type { Random, Task } from '@open-ada/production-rules';
import type { Family } from '../games/families.js';
import type { EpisodeSettings } from '../tasks/episode-settings.js';
import type { DrawnTask, TaskDraw } from '../tasks/task-draw.js';

/** One episode for one environment. */
export interface EpisodeDraft {
  task: Task;
  family: Family;
  trials: number;
  /** Number of trials that are played, starting with the first. Default: all. */
  trialsPlayed?: number;
  hideTrialIndex: boolean;
  /** Trial indices (1..trials-1, ascending) before which the agent's memory is reset. */
  clearAt: number[];
}

/**
 * A training episode of a task. With some probability the trial index is hidden, and memory is reset between trials.
 */
export function trainingEpisode(
  random: Random,
  { draw, task }: { draw: Pick<TaskDraw, 'family' | 'trials'>; task: Task },
  settings: EpisodeSettings,
): EpisodeDraft {
  const { family, trials } = draw;
  const hideTrialIndex = random.float() < settings.hideTrialIndex;
  const clearAt: number[] = [];
  for (let trial = 1; trial < trials; trial++) if (random.float() < settings.resetMemoryFraction) clearAt.push(trial);
  return { task, family, trials, hideTrialIndex, clearAt };
}

/** An evaluation episode of a task. The agent knows the trial index and keeps its memory. */
export function plainEpisode({ draw, task }: DrawnTask): EpisodeDraft {
  const { family, trials } = draw;
  return { task, family, trials, hideTrialIndex: false, clearAt: [] };
}
