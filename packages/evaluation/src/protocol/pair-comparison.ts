import { InputError } from '@open-ada/node-kit';
import { groupByGame } from '../statistics/games.js';
import { type Estimate, estimateMeans, pairedGain } from '../statistics/statistics.js';
import type { EvaluationResult } from './evaluate.js';

/** Whether a second agent helps where it is not needed, and in which seat (AdA, section 3.1), for one k. */
interface PairRow {
  /** Mean score of the last trial in self-play. */
  self: Estimate;
  /** The same beside the random policy: from the better seat, as the first player, as the second player. */
  random: Estimate;
  first: Estimate;
  second: Estimate;
  /** Self-play minus the better seat beside the random policy, paired by task. */
  gain: Estimate;
}

/** Self-play against the random policy as the co-player, on the same tasks, which one player can solve. */
export interface PairComparison {
  tasks: number;
  games: number;
  /** By number of trials. */
  k: Record<string, PairRow>;
}

/**
 * @param self a result of self-play, of all tasks or of those that one can solve
 * @param random a result beside the random policy, of the tasks that one can solve, at the same numbers of trials
 * @throws InputError if they are of different agents, tasks or numbers of trials
 */
export function comparePairs(self: EvaluationResult, random: EvaluationResult): PairComparison {
  const alike = ({ checkpoint, tasks, k, seed }: EvaluationResult): string =>
    JSON.stringify([checkpoint.sha256, tasks.sha256, tasks.references, Object.keys(k), seed]);
  if (self.coPlayer !== 'self' || random.coPlayer !== 'random' || alike(self) !== alike(random)) {
    throw new InputError('only the same agent in self-play and beside the random policy can be compared.');
  }
  const rows = new Map(self.perTask.map((row) => [row.task, row]));
  const kept = random.perTask.filter(({ task }) => rows.has(task));
  const games = groupByGame(kept.map(({ game }) => game));
  const rowOf = (k: string): PairRow => {
    const own = kept.map(({ task }) => rows.get(task)!.score[k]);
    const better = kept.map(({ score }) => score[k]);
    const seat = (which: 0 | 1) => kept.map(({ bySeat }) => bySeat![k][which]);
    const [mine, theirs, first, second] = estimateMeans([own, better, seat(0), seat(1)], games);
    return { self: mine, random: theirs, first, second, gain: pairedGain(own, better, games) };
  };
  return {
    tasks: kept.length,
    games: games.length,
    k: Object.fromEntries(Object.keys(random.k).map((k) => [k, rowOf(k)])),
  };
}
