import type { RunConfig } from '../config/config.js';
import { inOrder } from '../metrics/family-order.js';
import type { PeriodicEvalResult } from '../metrics/periodic-eval.js';
import type { LogLine } from '../metrics/scalars.js';
import { stepsInWords, teachingInWords, timeInWords } from './head.js';
import { memoryRows, memoryTitle } from './memory.js';
import { byTrial } from './words.js';

/** One line for a log file. */
export function plainLine(line: LogLine, config: RunConfig, order: readonly string[]): string {
  const scores = inOrder(Object.keys(line.families), order).map(
    (family) => `${family} ${byTrial(line.families[family].scoreByTrial ?? [])}`,
  );
  const score = scores.length > 0 ? [`% of trial, by trial: ${scores.join('; ')}`] : [];
  return [...score, timeInWords(line, config), stepsInWords(line, config), ...teachingInWords(line, config)].join(
    ' | ',
  );
}

/** The evaluation of memory in plain lines. */
export function plainMemory(memory: PeriodicEvalResult, order: readonly string[]): string {
  const [, ...rows] = memoryRows(memory, order);
  const lines = rows.map(([family, kept, reset, gain]) => {
    const compared = reset === '' ? '' : ` | memory reset ${reset} | gain from memory ${gain}`;
    return `  ${family}: by trial ${kept}${compared}`;
  });
  return [`${memoryTitle(memory)}:`, ...lines].join('\n');
}
