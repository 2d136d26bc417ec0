// What an evaluation in tasks for two says besides scores: division of labour, and whether a second agent helps.

import type { CoPlayer, EvaluationResult, LabourRow, PairComparison } from '@open-ada/evaluation';
import { table, terminalWidth } from '@open-ada/node-kit/terminal';

interface Mean {
  mean: number;
  ci95: [number, number];
}

const figure = (value: number) => value.toFixed(3);
const withInterval = ({ mean, ci95: [low, high] }: Mean) => `${figure(mean)}  [${figure(low)}, ${figure(high)}]`;
const columns = (rows: readonly string[][]) => table(rows, { width: terminalWidth(process.stdout) });

const LABOUR =
  'division of labour: useful actions (grabs and firings on the way to the goal, docs/evaluating.md) up to the first reward, in trials with one, at the largest k';

const NAMES: Record<CoPlayer, string> = {
  self: 'self-play',
  random: 'beside the random policy',
  noop: 'beside an idle player',
};

/** Who did the useful actions, in one result or in several. */
export function labourLines(results: readonly EvaluationResult[]): string[] {
  const named = results.flatMap(({ coPlayer, labour }): [string, LabourRow | undefined, boolean][] => [
    [NAMES[coPlayer ?? 'self'], labour?.agent, coPlayer !== 'self'],
  ]);
  const rows = [...named, ['two oracles', results[0].labour?.oracle, false] as const];
  const shown = rows.flatMap(([name, row, isBeside]) => {
    if (row === undefined) return [];
    const own = `${isBeside ? 'the agent' : 'player 1'}  ${withInterval(row.own)}`;
    return [[name, withInterval(row.both), withInterval(row.busier), own, String(row.tasks)]];
  });
  if (shown.length === 0) return [];
  return [LABOUR, ...columns([['', 'both take part', "the busier one's share", 'share of', 'tasks'], ...shown])];
}

/** The paper's question: does a second agent help where one is enough? */
export function comparisonLines({ tasks, games, k }: PairComparison): string[] {
  const rows = Object.entries(k).map(([trials, { self, random, first, second, gain }]) => [
    `k = ${trials}`,
    ...[self, random, first, second, gain].map(withInterval),
  ]);
  const heads = ['', 'self-play', 'random: better seat', 'as player 1', 'as player 2', 'self-play - better seat'];
  return [
    `self-play against the same agent beside the random policy: ${tasks} tasks of ${games} games that name no player and that one can solve; mean score of the last trial`,
    ...columns([heads, ...rows]),
  ];
}
