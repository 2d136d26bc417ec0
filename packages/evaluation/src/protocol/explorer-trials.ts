import type { Task } from '@open-ada/production-rules';
import { compactWorldOf } from '../playing/compact-world.js';
import { planJobs } from '../playing/jobs.js';
import { playJobs } from '../playing/pool.js';
import { type EpisodeRewards, episodeRewards } from '../statistics/scores.js';
import type { PlayOptions } from './freeze-references.js';
import { tidyReward } from './reference-scores.js';

/** Trials of a stored episode: the largest k that an evaluation plays by default. */
export const EXPLORER_TRIALS = 13;
/**
 * The default seed of an evaluation. With it and 13 trials, the explorer starts from the same headings as the agent, so
 * that their scores can be compared in pairs.
 */
export const EXPLORER_SEED = 1;

/** Stored trials of the scripted explorer in the compact world. */
export interface ExplorerTrials {
  /** Hash of the file's content. */
  sha256: string;
  /**
   * `[tasks][repeats][trials]`: reward of each trial, in steps with the goal held. The explorer is not told how many
   * trials an episode has, so the first k trials are also an episode of k trials.
   */
  rewards: EpisodeRewards;
}

/** How many trials to store. */
export interface ExplorerEpisodes {
  trials: number;
  /** Episodes of each task. */
  repeats: number;
}

/**
 * Plays the explorer in the compact world.
 * @returns `[tasks][repeats][trials]`, with six digits
 * @throws Interrupted
 */
export async function playExplorer(
  tasks: readonly Task[],
  { trials, repeats }: ExplorerEpisodes,
  { onProgress, ...options }: PlayOptions,
): Promise<EpisodeRewards> {
  const which = [...tasks.keys()];
  const jobs = planJobs({ tasks, which, players: ['explorer'], ks: [trials], repeats, seed: EXPLORER_SEED });
  let finished = 0;
  const results = await playJobs({ tasks, simulation: compactWorldOf(tasks), mode: 'greedy' }, jobs, {
    ...options,
    onResult: () => onProgress?.(++finished / jobs.length),
  });
  const rewards = episodeRewards(results, 'explorer', trials, { tasks: tasks.length, repeats });
  return rewards.map((episodes) => episodes.map((each) => each.map(tidyReward)));
}
