import type { JobResult } from '../playing/jobs.js';
import { episodeRewards, meanOverRepeats, type RewardTable, scoresOfTrial } from './scores.js';
import {
  type Estimate,
  estimateMeans,
  type Interval,
  pairedGain,
  type Summary,
  smallestPairedGain,
  summarise,
} from './statistics.js';

/** Agents to compare with: uniformly random, doing nothing, and the scripted solver that knows the hidden rules. */
export const REFERENCES = ['random', 'noop', 'oracle'] as const;
export type Reference = (typeof REFERENCES)[number];

/** The figures of the protocol; the names are a contract with readers of the JSON. */
export interface Figures {
  /** Score of the last trial, by number of trials k. */
  k: Record<string, Summary>;
  /** Mean score of each trial within the episodes of the largest k. */
  byTrial: { k: number; mean: number[]; ci95: Interval[]; cleared?: number[]; clearedCi95?: Interval[] };
  /** Score at the largest k minus score at the smallest, paired per task. */
  gainOverTrials: { k: [number, number] } & Estimate;
  /** Last trial minus last trial with memory cleared between trials, at the largest k, paired per task. */
  gainFromMemory?: { k: number } & Estimate;
  /** The smaller of (last - first trial) and (last - last trial with memory cleared), at the largest k, paired per task. */
  adaptationGain?: { k: number } & Estimate;
  /** The memory-cleared control, by k. */
  cleared?: { k: Record<string, Summary> };
  /** Mean score of a trial. */
  reference: Record<Reference, number>;
  /** Score of a trial. These players neither learn nor know of k: the row is the same for every k. */
  referenceRows: Record<Reference, Summary>;
  perTask: TaskScores[];
}

export interface TaskScores {
  /** Line of the task file, from 0. */
  task: number;
  referenceScore: number;
  /** Score of the last trial, by k. */
  score: Record<string, number>;
  cleared?: Record<string, number>;
}

export interface FiguresInput {
  results: readonly JobResult[];
  ks: readonly number[];
  repeats: number;
  control: boolean;
  /** `[tasks]` */
  referenceScores: readonly number[];
}

/** The tasks that somebody has solved; the others have no score. */
export function scoredTasks(referenceScores: readonly number[]): number[] {
  return referenceScores.flatMap((reward, task) => (reward > 0 ? [task] : []));
}

/** Mean rewards by task and trial, by k. */
export interface Tables {
  agent: Map<number, RewardTable>;
  cleared?: Map<number, RewardTable>;
  reference: Record<Reference, RewardTable>;
}

/** The repeats of every task averaged: what the figures are made of. */
export function rewardTables({ results, ks, repeats, control, referenceScores }: FiguresInput): Tables {
  const tasks = referenceScores.length;
  const played = (player: 'agent' | 'cleared', k: number) =>
    meanOverRepeats(episodeRewards(results, player, k, { tasks, repeats }));
  const agent = new Map(ks.map((k) => [k, played('agent', k)]));
  const cleared = new Map(
    ks.map((k) => {
      // Before the first trial there is nothing to clear: the control's first trial is the agent's own.
      const own = agent.get(k)!;
      return [k, k === 1 ? own : played('cleared', k).map((row, task) => [own[task][0], ...row.slice(1)])];
    }),
  );
  const trialsOf = (player: Reference) => meanOverRepeats(episodeRewards(results, player, 1, { tasks, repeats }));
  const reference = { random: trialsOf('random'), noop: trialsOf('noop'), oracle: trialsOf('oracle') };
  return { agent, reference, ...(control && { cleared }) };
}

export function figures(tables: Tables, referenceScores: readonly number[]): Figures {
  const { agent, cleared, reference } = tables;
  const ks = [...agent.keys()];
  const kept = scoredTasks(referenceScores);
  const [smallest, largest] = [Math.min(...ks), Math.max(...ks)];
  const scores = (table: RewardTable, trial: number) => scoresOfTrial(table, trial, referenceScores, kept);
  const last = (byK: Map<number, RewardTable>, k: number) => scores(byK.get(k)!, k - 1);
  const summaries = (byK: Map<number, RewardTable>) =>
    Object.fromEntries(ks.map((k) => [String(k), summarise(last(byK, k))]));
  const byTrial = (byK: Map<number, RewardTable>) =>
    estimateMeans(Array.from({ length: largest }, (_, trial) => scores(byK.get(largest)!, trial)));
  const row = (player: Reference) => summarise(scores(reference[player], 0));

  const referenceRows = { random: row('random'), noop: row('noop'), oracle: row('oracle') };
  const trials = byTrial(agent);
  const lastScores = last(agent, largest);
  const report: Figures = {
    k: summaries(agent),
    byTrial: { k: largest, mean: trials.map(({ mean }) => mean), ci95: trials.map(({ ci95 }) => ci95) },
    gainOverTrials: { k: [smallest, largest], ...pairedGain(lastScores, last(agent, smallest)) },
    reference: {
      random: referenceRows.random.mean,
      noop: referenceRows.noop.mean,
      oracle: referenceRows.oracle.mean,
    },
    referenceRows,
    perTask: kept.map((task) => ({
      task,
      referenceScore: referenceScores[task],
      score: lastScoresOf(task, agent, referenceScores),
      ...(cleared && { cleared: lastScoresOf(task, cleared, referenceScores) }),
    })),
  };
  if (cleared) {
    const clearedTrials = byTrial(cleared);
    const clearedScores = last(cleared, largest);
    report.byTrial.cleared = clearedTrials.map(({ mean }) => mean);
    report.byTrial.clearedCi95 = clearedTrials.map(({ ci95 }) => ci95);
    report.gainFromMemory = { k: largest, ...pairedGain(lastScores, clearedScores) };
    const firstScores = scores(agent.get(largest)!, 0);
    report.adaptationGain = { k: largest, ...smallestPairedGain(lastScores, [firstScores, clearedScores]) };
    report.cleared = { k: summaries(cleared) };
  }
  return report;
}

function lastScoresOf(task: number, byK: Map<number, RewardTable>, referenceScores: readonly number[]) {
  return Object.fromEntries([...byK].map(([k, table]) => [String(k), table[task][k - 1] / referenceScores[task]]));
}
