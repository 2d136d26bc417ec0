import type { JobResult, Player } from './jobs.js';

/** `[tasks][k]`: mean over repeats of each trial's reward, in decisions with the goal held. */
export type RewardTable = number[][];

/** Mean over repeats of what one player earned at one k; tasks are in the order of the task file. */
export function rewardTable(results: readonly JobResult[], player: Player, k: number, tasks: number): RewardTable {
  const table: RewardTable = Array.from({ length: tasks }, () => new Array<number>(k).fill(0));
  const repeats = new Int32Array(tasks);
  for (const { job, rewardByTrial } of results) {
    if (job.player !== player || job.k !== k) continue;
    rewardByTrial.forEach((rewards, i) => {
      repeats[job.first + i]++;
      for (let trial = 0; trial < k; trial++) table[job.first + i][trial] += rewards[trial] ?? 0;
    });
  }
  return table.map((rewards, task) => rewards.map((reward) => reward / repeats[task]));
}

/** Score = reward of one trial / the task's normaliser, for the tasks in `kept`. */
export function scoresOfTrial(
  table: RewardTable,
  trial: number,
  normalisers: readonly number[],
  kept: readonly number[],
): number[] {
  return kept.map((task) => table[task][trial] / normalisers[task]);
}
