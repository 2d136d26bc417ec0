import type { JobResult, Player } from '../playing/jobs.js';

/** `[tasks][repeats][k]`: each trial's reward, in steps with the goal held; NaN for trials that were not played. */
export type EpisodeRewards = number[][][];

/** `[tasks][k]`: mean over repeats of each trial's reward. */
export type RewardTable = number[][];

/** What one player earned at one k; tasks are in the order of the task list. */
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

/** Rewards are averaged over a task's repeats before anything else: tasks are the sample of all statistics. */
export function meanOverRepeats(rewards: EpisodeRewards): RewardTable {
  return rewards.map((repeats) =>
    repeats[0].map((_, trial) => repeats.reduce((sum, trials) => sum + trials[trial], 0) / repeats.length),
  );
}

/** Score = reward of one trial / the task's referenceScore, for the tasks in `kept`. */
export function scoresOfTrial(
  table: RewardTable,
  trial: number,
  referenceScores: readonly number[],
  kept: readonly number[],
): number[] {
  return kept.map((task) => table[task][trial] / referenceScores[task]);
}
