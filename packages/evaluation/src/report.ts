import type { JobResult } from './jobs.js';
import { rewardTable, scoresOfTrial } from './scores.js';
import { type Estimate, mean, pairedGain, type Summary, smallestPairedGain, summarise } from './statistics.js';

/** The figures of the held-out protocol; the names are a contract with readers of the JSON. */
export interface Figures {
  /** Score of the last trial, by number of trials k. */
  k: Record<string, Summary>;
  /** Mean score of each trial within the episodes of the largest k. */
  byTrial: { k: number; mean: number[]; cleared?: number[] };
  /** Score at the largest k minus score at the smallest, paired per task. */
  gainOverTrials: { k: [number, number] } & Estimate;
  /** Last trial minus last trial with memory cleared between trials, at the largest k, paired per task. */
  gainFromMemory?: { k: number } & Estimate;
  /** The smaller of (last - first trial) and (last - last trial with memory cleared), at the largest k, paired per task. */
  adaptationGain?: { k: number } & Estimate;
  /** The memory-cleared control, by k. */
  cleared?: { k: Record<string, Summary> };
  /** Mean score of a single trial. */
  reference: { random: number; noop: number; oracle: number };
  perTask: PerTask[];
}

interface PerTask {
  /** Line of the task file, from 0. */
  task: number;
  normaliser: number;
  /** Score of the last trial, by k. */
  score: Record<string, number>;
  cleared?: Record<string, number>;
}

/** @param kept indices of the tasks that somebody has solved; the others have no score. */
export function figures(
  results: readonly JobResult[],
  ks: readonly number[],
  control: boolean,
  normalisers: readonly number[],
  kept: readonly number[],
): Figures {
  const tasks = normalisers.length;
  const largest = Math.max(...ks);
  const smallest = Math.min(...ks);
  const agent = new Map(ks.map((k) => [k, rewardTable(results, 'agent', k, tasks)]));
  const cleared = new Map(ks.map((k) => [k, k === 1 ? agent.get(1)! : rewardTable(results, 'cleared', k, tasks)]));
  const last = (tables: typeof agent, k: number) => scoresOfTrial(tables.get(k)!, k - 1, normalisers, kept);
  const summaries = (tables: typeof agent) =>
    Object.fromEntries(ks.map((k) => [String(k), summarise(last(tables, k))]));
  const byTrial = (tables: typeof agent) =>
    Array.from({ length: largest }, (_, trial) => mean(scoresOfTrial(tables.get(largest)!, trial, normalisers, kept)));
  const reference = (player: 'random' | 'noop' | 'oracle') =>
    mean(scoresOfTrial(rewardTable(results, player, 1, tasks), 0, normalisers, kept));

  const lastScores = last(agent, largest);
  const firstScores = scoresOfTrial(agent.get(largest)!, 0, normalisers, kept);
  const report: Figures = {
    k: summaries(agent),
    byTrial: { k: largest, mean: byTrial(agent) },
    gainOverTrials: { k: [smallest, largest], ...pairedGain(lastScores, last(agent, smallest)) },
    reference: { random: reference('random'), noop: reference('noop'), oracle: reference('oracle') },
    perTask: kept.map((task) => ({ task, normaliser: normalisers[task], score: {} })),
  };
  if (control) {
    const clearedScores = last(cleared, largest);
    report.byTrial.cleared = byTrial(cleared);
    report.gainFromMemory = { k: largest, ...pairedGain(lastScores, clearedScores) };
    report.adaptationGain = { k: largest, ...smallestPairedGain(lastScores, [firstScores, clearedScores]) };
    report.cleared = { k: summaries(cleared) };
    for (const row of report.perTask) row.cleared = {};
  }
  for (const k of ks) {
    last(agent, k).forEach((score, i) => {
      report.perTask[i].score[k] = score;
    });
    if (control) {
      last(cleared, k).forEach((score, i) => {
        report.perTask[i].cleared![k] = score;
      });
    }
  }
  return report;
}
