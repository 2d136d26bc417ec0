import type { JobResult } from '../playing/jobs.js';

/**
 * Joins the results of the same episodes from both seats beside a co-player: of each trial, the reward of the better
 * seat (AdA, section 3.1, division of labour). Results without a seat stay as they are.
 */
export function betterSeats(results: readonly JobResult[]): JobResult[] {
  const joined = new Map<string, JobResult>();
  results.forEach((result, i) => {
    const { seat, ...job } = result.job;
    const key = seat === undefined ? String(i) : JSON.stringify(job);
    const other = joined.get(key);
    joined.set(key, other === undefined ? { ...result, job } : better(other, result));
  });
  return [...joined.values()];
}

const better = (a: JobResult, b: JobResult): JobResult => ({
  ...a,
  rewardByTrial: a.rewardByTrial.map((trials, i) => trials.map((reward, t) => Math.max(reward, b.rewardByTrial[i][t]))),
  steps: a.steps + b.steps,
});
