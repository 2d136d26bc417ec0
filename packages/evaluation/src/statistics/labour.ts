import type { Job, JobResult } from '../playing/jobs.js';
import { groupByGame } from './games.js';
import { type Estimate, estimateMeans, mean } from './statistics.js';

/** How two players divide the useful actions between them (see `LabourMeter`), over the trials with a reward. */
export interface LabourRow {
  /** Tasks with a rewarded trial in which somebody did something useful. The means are over these. */
  tasks: number;
  /** Fraction of the trials in which both players did something useful. */
  both: Estimate;
  /** Fraction of the useful actions that the busier player did: 0.5 is half each, 1 all by one. */
  busier: Estimate;
  /** Fraction of the useful actions that the agent did beside a co-player, in self-play the first player. */
  own: Estimate;
}

/**
 * @param jobs which of the results count
 * @param games `[tasks]`: game of each task
 * @returns undefined where no trial was rewarded
 */
export function labourRow(
  results: readonly JobResult[],
  jobs: (job: Job) => boolean,
  games: readonly string[],
): LabourRow | undefined {
  const byTask = new Map<number, { both: number[]; busier: number[]; own: number[] }>();
  for (const { job, labour } of results) {
    if (labour === undefined || !jobs(job)) continue;
    job.plays.forEach(({ task }, i) => {
      for (const counts of labour[i]) {
        const sum = counts === null ? 0 : counts[0] + counts[1];
        if (counts === null || sum === 0) continue;
        const of = byTask.get(task) ?? { both: [], busier: [], own: [] };
        byTask.set(task, of);
        of.both.push(Math.min(...counts) > 0 ? 1 : 0);
        of.busier.push(Math.max(...counts) / sum);
        of.own.push(counts[job.seat ?? 0] / sum);
      }
    });
  }
  if (byTask.size === 0) return undefined;
  const order = [...byTask.keys()].sort((a, b) => a - b);
  const grouped = groupByGame(order.map((task) => games[task]));
  const of = (what: 'both' | 'busier' | 'own') => order.map((task) => mean(byTask.get(task)![what]));
  const [both, busier, own] = estimateMeans([of('both'), of('busier'), of('own')], grouped);
  return { tasks: order.length, both, busier, own };
}
