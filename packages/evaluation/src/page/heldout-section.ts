import type { EvaluationResult } from '../protocol/evaluate.js';
import { chartsOf } from './charts-of.js';
import { figuresTable } from './figures-table.js';
import { gainTable } from './gain-chart.js';
import { gainsOf } from './gains.js';
import { headline } from './headline.js';
import { count } from './html.js';
import { provenanceList } from './provenance-list.js';
import type { Kept } from './result-file.js';
import { taskTable } from './task-table.js';

const EXPLORER =
  ' The explorer is a script that adapts. It sees only what its avatar may see, knows the map of the ground, and was never trained: its curve shows what a script reaches on the same tasks.';

/** One result of the held-out protocol. */
export function heldOutSection(file: string, result: Kept<EvaluationResult>): string {
  const gains = gainsOf(result);
  return [
    headline(result, 'Tasks'),
    '<h3>Score by number of trials</h3>',
    `<p class="note">The score of a task is the reward of the last of k trials, divided by the best that is known for the task, and at most 1. Bands are 95 % bootstrap intervals over the ${count(result.tasks.games)} games (goal and rules) of these tasks. ` +
      'What the agent reaches with memory, previous action and reward reset between trials is what it can do without adapting. An agent may behave otherwise in a trial that it is told is its last: compare with the first trial and with the middle trials.' +
      `${result.explorer ? EXPLORER : ''}</p>`,
    chartsOf(result),
    ...(gains.length > 0 ? ['<h3>Gains, paired by task</h3>', gainTable(gains)] : []),
    '<h3>All figures</h3>',
    figuresTable(result),
    taskTable(result),
    '<h3>Where this comes from</h3>',
    provenanceList(file, result),
  ].join('\n');
}
