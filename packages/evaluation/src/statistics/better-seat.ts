import type { JobResult } from '../playing/jobs.js';
import { episodeRewards, scoreTable } from './scores.js';

/** Beside a co-player: the scores of a task from each seat. */
export interface SeatScores {
  /** Score of the last trial, by k: as the first player, as the second player. */
  bySeat?: Record<string, [number, number]>;
}

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

/** `[tasks]`: the agent's scores from each seat. Rows of tasks that were not played, or from all seats, are not numbers. */
export function scoresBySeat(
  results: readonly JobResult[],
  { ks, repeats, referenceScores }: { ks: readonly number[]; repeats: number; referenceScores: readonly number[] },
): Record<string, [number, number]>[] {
  const size = { tasks: referenceScores.length, repeats };
  const tables = ks.map((k) => {
    const [first, second] = [0, 1].map((seat) => {
      const own = results.filter(({ job }) => job.seat === seat);
      return scoreTable(episodeRewards(own, 'agent', k, size), referenceScores);
    });
    return { k, first, second };
  });
  return referenceScores.map((_, task) =>
    Object.fromEntries(
      tables.map(({ k, first, second }) => [String(k), [first[task][k - 1], second[task][k - 1]] as [number, number]]),
    ),
  );
}
