import { foldWords, sparkline } from '@open-ada/node-kit/terminal';
import { stepsInWords, timeInWords } from '../display/head.js';
import { count } from '../display/words.js';
import type { DreamerRunConfig } from './config.js';
import type { DreamerMetricsLine } from './log.js';

type Shown = Pick<DreamerRunConfig, 'run' | 'environment' | 'steps' | 'minutes'>;

/** Cells of the curve. */
const CURVE = 32;

/** Return of the episodes that ended, and its parts where an episode has trials. */
function score(line: DreamerMetricsLine): string {
  if (line.return === undefined) return 'no episode ended';
  const trials = line.returnByTrial?.map((value) => value.toFixed(1)).join(' ');
  return `return ${line.return.toFixed(2)}${trials === undefined ? '' : `, by trial ${trials}`}`;
}

/** What the model and the policy do; empty before the first update. */
function learned({ learner: { reconstruction, reward, dyn, entropy } }: DreamerMetricsLine): string[] {
  if (reward === undefined) return [];
  const losses = [`losses: observation ${reconstruction.toFixed(3)}`, `reward ${reward.toFixed(3)}`];
  return [...losses, `KL ${dyn.toFixed(2)}`, `entropy of the policy ${entropy.toFixed(2)}`];
}

/** One line for a log file. */
export function plainDreamerLine(line: DreamerMetricsLine, config: Shown): string {
  const updates = `${count(line.updates)} updates`;
  const facts = [score(line), timeInWords(line, config), stepsInWords(line, config), updates];
  return [...facts, ...(line.learner.reward === undefined ? [] : [learned(line).join(', ')])].join(' | ');
}

/**
 * The display of a run on a terminal: lines of at most `width` cells. The curve is between the lowest and the highest
 * return so far.
 * @param returns of all lines so far in which an episode ended
 */
export function dreamerView(
  { line, returns }: { line: DreamerMetricsLine; returns: readonly number[] },
  config: Shown,
  width: number,
): string[] {
  const [lowest, highest] = [Math.min(...returns), Math.max(...returns)];
  const bars = returns.map((value) => value - lowest);
  const earlier = returns.length === 0 ? score(line) : `last return ${returns[returns.length - 1].toFixed(2)}`;
  const range = `${lowest.toFixed(2)} to ${highest.toFixed(2)}`;
  const curve = returns.length === 0 ? [] : [sparkline(bars, Math.min(CURVE, width), highest - lowest || 1), range];
  return [
    ...foldWords([config.environment, line.return === undefined ? earlier : score(line), ...curve], '  ', width),
    '',
    ...foldWords(
      [config.run, timeInWords(line, config), stepsInWords(line, config), `${count(line.updates)} updates`],
      '  ',
      width,
    ),
    ...foldWords(learned(line), ', ', width),
  ];
}
