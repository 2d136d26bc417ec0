import type { JobResult } from '../playing/jobs.js';
import { type ExplorerRow, explorerRow } from './explorer-row.js';
import { type Gains, gainsFrom, type TrialScores } from './gains.js';
import { type Games, groupByGame } from './games.js';
import { bestRewards, type EpisodeRewards, episodeRewards, type ScoreTable, scoreTable } from './scores.js';
import { estimateMeans, type Interval, type Summary, summarise } from './statistics.js';

/** Reference players: uniformly random, no-op, and the scripted oracle, which knows the hidden rules. */
export const REFERENCES = ['random', 'noop', 'oracle'] as const;
export type Reference = (typeof REFERENCES)[number];

/** The figures of the protocol. Their names are a contract with readers of the JSON. */
export interface Figures extends Gains {
  /** The score of every single trial is capped at 1. */
  capped: true;
  /** Score of the last trial, by number of trials k. */
  k: Record<string, Summary>;
  /** Score of the first trial in the episodes with the largest k. Absent if the largest k is 1. */
  firstOfK?: { k: number } & Summary;
  /** Mean score of each trial in the episodes with the largest k. */
  byTrial: { k: number; mean: number[]; ci95: Interval[]; cleared?: number[]; clearedCi95?: Interval[] };
  /** Fraction of tasks with a score above 0.8, for each trial in the episodes with the largest k. */
  byTrialAbove08: number[];
  byTrialAbove08Ci95: Interval[];
  /** The memory-reset control, by k. */
  cleared?: { k: Record<string, Summary> };
  /** Mean score of a trial. */
  reference: Record<Reference, number>;
  /** Score of a trial. These players neither learn nor know k, so the row is the same for every k. */
  referenceRows: Record<Reference, Summary>;
  /** The scripted explorer, by trial. Absent where none of its trials are stored, and in files of earlier versions. */
  explorer?: ExplorerRow;
  perTask: TaskScores[];
}

export interface TaskScores {
  /** Line of the task file, from 0. */
  task: number;
  /** `gameKey`. The bootstrap draws all tasks of one game together. */
  game: string;
  referenceScore: number;
  /** Largest reward of any trial played, over all k, including the memory-reset control. */
  bestReward: number;
  /** Score of the first trial at the largest k. */
  firstOfK: number;
  /** Score of the last trial, by k. */
  score: Record<string, number>;
  cleared?: Record<string, number>;
}

/** `[tasks]`: reference scores and games. */
interface ScoredBy {
  /** Reward that corresponds to a score of 1; 0 if nobody has solved the task. */
  referenceScores: readonly number[];
  /** `gameKey`. */
  games: readonly string[];
}

export interface FiguresInput extends ScoredBy {
  results: readonly JobResult[];
  ks: readonly number[];
  repeats: number;
  control: boolean;
  /** `[tasks][repeats][trials]`: rewards of the explorer. Rows of tasks without a score may be empty. */
  explorer?: EpisodeRewards;
}

/** The tasks that somebody has solved. The others have no score. */
export function scoredTasks(referenceScores: readonly number[]): number[] {
  return referenceScores.flatMap((reward, task) => (reward > 0 ? [task] : []));
}

/** Scores by task and trial, by k. */
interface Tables {
  agent: Map<number, ScoreTable>;
  cleared?: Map<number, ScoreTable>;
  reference: Record<Reference, ScoreTable>;
}

function scoreTables({ results, ks, repeats, control, referenceScores }: FiguresInput): Tables {
  const tasks = referenceScores.length;
  const played = (player: 'agent' | 'cleared' | Reference, k: number) =>
    scoreTable(episodeRewards(results, player, k, { tasks, repeats }), referenceScores);
  const agent = new Map(ks.map((k) => [k, played('agent', k)]));
  const cleared = new Map(
    ks.map((k) => {
      // There is nothing to reset before the first trial, so the control's first trial is the agent's own.
      const own = agent.get(k)!;
      return [k, k === 1 ? own : played('cleared', k).map((row, task) => [own[task][0], ...row.slice(1)])];
    }),
  );
  const reference = { random: played('random', 1), noop: played('noop', 1), oracle: played('oracle', 1) };
  return { agent, reference, ...(control && { cleared }) };
}

/** All figures of an evaluation. Their intervals are bootstrapped over games. */
export function figures(input: FiguresInput): Figures {
  const { results, referenceScores } = input;
  const { agent, cleared, reference } = scoreTables(input);
  const kept = scoredTasks(referenceScores);
  const games = groupByGame(kept.map((task) => input.games[task]));
  const ks = [...agent.keys()];
  const [smallest, largest] = [Math.min(...ks), Math.max(...ks)];
  const scores = (table: ScoreTable, trial: number) => kept.map((task) => table[task][trial]);
  const last = (byK: Map<number, ScoreTable>, k: number) => scores(byK.get(k)!, k - 1);
  const summaries = (byK: Map<number, ScoreTable>) =>
    Object.fromEntries(ks.map((k) => [String(k), summarise(last(byK, k), games)]));
  const byTrial = (byK: Map<number, ScoreTable>) =>
    Array.from({ length: largest }, (_, trial) => scores(byK.get(largest)!, trial));
  const row = (player: Reference) => summarise(scores(reference[player], 0), games);

  const trials: TrialScores = { agent: byTrial(agent), ...(cleared && { cleared: byTrial(cleared) }) };
  const overTrials =
    smallest === largest
      ? undefined
      : { k: [smallest, largest] as [number, number], smallest: last(agent, smallest), largest: last(agent, largest) };
  const referenceRows = { random: row('random'), noop: row('noop'), oracle: row('oracle') };
  const best = bestRewards(results, referenceScores.length);
  return {
    capped: true,
    k: summaries(agent),
    ...(largest > 1 && { firstOfK: { k: largest, ...summarise(trials.agent[0], games) } }),
    ...curvesOf(trials, games),
    ...gainsFrom(trials, overTrials, games),
    ...(cleared && { cleared: { k: summaries(cleared) } }),
    reference: {
      random: referenceRows.random.mean,
      noop: referenceRows.noop.mean,
      oracle: referenceRows.oracle.mean,
    },
    referenceRows,
    ...(input.explorer && { explorer: explorerRow(input.explorer, { kept, referenceScores, games, largest }) }),
    perTask: kept.map((task, i) => ({
      task,
      game: input.games[task],
      referenceScore: referenceScores[task],
      bestReward: best[task],
      firstOfK: trials.agent[0][i],
      score: lastScoresOf(task, agent),
      ...(cleared && { cleared: lastScoresOf(task, cleared) }),
    })),
  };
}

/** Results by trial within the episodes with the largest k. */
function curvesOf({ agent, cleared }: TrialScores, games: Games) {
  const means = estimateMeans(agent, games);
  const clearedMeans = cleared && estimateMeans(cleared, games);
  const solved = agent.map((scores) => scores.map((score) => (score > 0.8 ? 1 : 0)));
  const above08 = estimateMeans(solved, games);
  return {
    byTrial: {
      k: agent.length,
      mean: means.map(({ mean }) => mean),
      ci95: means.map(({ ci95 }) => ci95),
      ...(clearedMeans && {
        cleared: clearedMeans.map(({ mean }) => mean),
        clearedCi95: clearedMeans.map(({ ci95 }) => ci95),
      }),
    },
    byTrialAbove08: above08.map(({ mean }) => mean),
    byTrialAbove08Ci95: above08.map(({ ci95 }) => ci95),
  };
}

function lastScoresOf(task: number, byK: Map<number, ScoreTable>) {
  return Object.fromEntries([...byK].map(([k, table]) => [String(k), table[task][k - 1]]));
}
