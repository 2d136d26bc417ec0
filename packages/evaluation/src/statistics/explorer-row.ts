import type { Games } from './games.js';
import { type EpisodeRewards, scoreTable } from './scores.js';
import { type Summary, summarise } from './statistics.js';

/**
 * The scripted explorer on the same tasks: a player that adapts and knows only what its avatar has been shown. It is a
 * script and was never trained, so its row is what this script reaches by adapting. It bounds no agent.
 */
export interface ExplorerRow {
  /** Number of trials: the largest k, or fewer where fewer are stored. */
  k: number;
  /** `[k]`: scores of each trial. The explorer is not told k, so trial k is also the last trial of k. */
  byTrial: Summary[];
  /** Number of tasks in which one of these trials beat the reference score and was capped. */
  beaten: number;
}

export interface ExplorerRowInput {
  /** The tasks with a score. */
  kept: readonly number[];
  /** `[tasks]` */
  referenceScores: readonly number[];
  /** Indices in `kept`. */
  games: Games;
  /** The largest number of trials to report. */
  largest: number;
}

/** @param rewards `[tasks][repeats][trials]` */
export function explorerRow(rewards: EpisodeRewards, input: ExplorerRowInput): ExplorerRow {
  const { kept, referenceScores, games, largest } = input;
  const byTrial = explorerScores(rewards, input)
    .slice(0, largest)
    .map((scores) => summarise(scores, games));
  const k = byTrial.length;
  // Reference scores are stored with six digits.
  const beats = (task: number) =>
    rewards[task].some((trials) => trials.slice(0, k).some((reward) => reward > referenceScores[task] + 1e-6));
  return { k, byTrial, beaten: kept.filter(beats).length };
}

/**
 * Scores of the explorer, averaged over repeats.
 * @param rewards `[tasks][repeats][trials]`
 * @returns `[trials][kept]`
 */
export function explorerScores(
  rewards: EpisodeRewards,
  { kept, referenceScores }: Pick<ExplorerRowInput, 'kept' | 'referenceScores'>,
): number[][] {
  const table = scoreTable(
    kept.map((task) => rewards[task]),
    kept.map((task) => referenceScores[task]),
  );
  return table[0].map((_, trial) => table.map((scores) => scores[trial]));
}
