import type { EvaluationResult } from '../protocol/evaluate.js';
import { scriptJson } from './html.js';

/**
 * The table of single tasks, as data. The page's script builds the table when it is opened, so that a thousand rows
 * cost nothing before. Columns: task, goal, rules, trial seconds, reference score, scores by k, scores of the
 * memory-reset control by k.
 */
export function taskTable({ perTask, k }: Pick<EvaluationResult, 'perTask' | 'k'>): string {
  const ks = Object.keys(k);
  const tidy = (value: number) => Math.round(1000 * value) / 1000;
  const rows = perTask.map(({ task, goal, rules, trialSeconds, referenceScore, score, cleared }) => [
    task,
    goal,
    rules,
    trialSeconds,
    tidy(referenceScore),
    ks.map((trials) => tidy(score[trials])),
    cleared ? ks.map((trials) => tidy(cleared[trials])) : [],
  ]);
  const controlled = perTask[0]?.cleared !== undefined;
  return (
    `<details class="tasks"><summary>All ${rows.length} tasks</summary>` +
    `<script type="application/json">${scriptJson({ ks, controlled, rows })}</script>` +
    `<div class="scroll" tabindex="0"></div></details>`
  );
}
