import { inOrder } from '../metrics/family-order.js';
import type { PeriodicEvalResult } from '../metrics/periodic-eval.js';
import { byTrial } from './words.js';

type FamilyEval = PeriodicEvalResult['families'][string];

/** Whether there is anything to remember. Files from before it was noted do not say. */
const hides = ({ hidden }: FamilyEval): boolean => hidden !== 0;

/**
 * The newest evaluation of memory as rows of cells, with a head. Scores are in per cent of what the oracle reaches in
 * one trial of the same tasks, else in steps. The gain is left out where nothing is hidden.
 */
export function memoryRows({ families }: PeriodicEvalResult, order: readonly string[]): string[][] {
  const names = inOrder(Object.keys(families), order);
  const rows = names.map((name) => {
    const of = families[name];
    const scores = (rewards: readonly number[]) =>
      of.oracleReturn ? byTrial(rewards.map((reward) => reward / of.oracleReturn!)) : inSteps(rewards);
    const scale = of.oracleReturn ? 100 / of.oracleReturn : 1;
    const digits = of.oracleReturn ? 0 : 1;
    const gain = (scale * of.gainFromMemory).toFixed(digits).replace(/^(?=\d)/, '+');
    const unit = of.oracleReturn ? '' : ' steps';
    return [
      `${name}${unit}`,
      scores(of.returnByTrial),
      ...(hides(of)
        ? [scores(of.clearedReturnByTrial), `${gain} +- ${(scale * of.gainFromMemoryError).toFixed(digits)}`]
        : ['', '']),
    ];
  });
  return [['', 'by trial', 'memory reset', 'gain'], ...rows];
}

const inSteps = (rewards: readonly number[]) => rewards.map((reward) => reward.toFixed(1)).join(' ');

/** Says what the rows are. */
export function memoryTitle({ families }: PeriodicEvalResult): string {
  const tasks = Math.max(0, ...Object.values(families).map((of) => of.tasks));
  return `memory, ${tasks} held-out tasks each, % of the oracle's score`;
}
