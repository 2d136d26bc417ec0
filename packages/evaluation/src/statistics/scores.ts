import type { JobResult, Player } from '../playing/jobs.js';

/** `[tasks][repeats][k]`: reward of each trial, in steps with the goal held; NaN for trials that were not played. */
export type EpisodeRewards = number[][][];

/** `[tasks][k]`: score of each trial, averaged over repeats; NaN if the trial was not played. */
export type ScoreTable = number[][];

/** Rewards of one player at one k. Tasks are in the order of the task list. */
export function episodeRewards(
  results: readonly JobResult[],
  player: Player,
  k: number,
  size: { tasks: number; repeats: number },
): EpisodeRewards {
  const table = Array.from({ length: size.tasks }, () =>
    Array.from({ length: size.repeats }, () => new Array<number>(k).fill(Number.NaN)),
  );
  for (const { job, rewardByTrial } of results) {
    if (job.player !== player || job.k !== k) continue;
    job.plays.forEach(({ task, repeat }, i) => {
      rewardByTrial[i].forEach((reward, trial) => {
        table[task][repeat][(job.trial ?? 0) + trial] = reward;
      });
    });
  }
  return table;
}

/**
 * Score of one trial: its reward divided by the task's reference score, at most 1. Without the cap, one task with too
 * low a reference score could outweigh many others in a mean.
 */
export const scoreOf = (reward: number, referenceScore: number): number => Math.min(1, reward / referenceScore);

/** Scores are averaged over the repeats of a task first, so every statistic is over tasks. */
export function scoreTable(rewards: EpisodeRewards, referenceScores: readonly number[]): ScoreTable {
  return rewards.map((repeats, task) =>
    repeats[0].map((_, trial) => {
      const scores = repeats.map((trials) => scoreOf(trials[trial], referenceScores[task]));
      return scores.reduce((sum, score) => sum + score, 0) / repeats.length;
    }),
  );
}

/**
 * `[tasks]`: the largest reward of any trial that the agent played, including its memory-reset control; 0 if there is
 * none.
 */
export function bestRewards(results: readonly JobResult[], tasks: number): number[] {
  const best = new Array<number>(tasks).fill(0);
  for (const { job, rewardByTrial } of results) {
    if (job.player !== 'agent' && job.player !== 'cleared') continue;
    job.plays.forEach(({ task }, i) => {
      best[task] = Math.max(best[task], ...rewardByTrial[i]);
    });
  }
  return best;
}
