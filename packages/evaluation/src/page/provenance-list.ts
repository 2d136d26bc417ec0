import { count, escapeHtml } from './html.js';
import type { AnyResult } from './result-file.js';
import { trainingWords } from './training-words.js';

/** The origin of all figures of a result. */
export function provenanceList(file: string, result: AnyResult): string {
  const { checkpoint, tasks, mode, seed, repeats, steps, seconds, commit } = result;
  const rows: [string, string][] = [
    ['Checkpoint', checkpoint.file],
    ['its SHA-256', checkpoint.sha256],
    ...trainingWords(checkpoint.trained),
    ['Tasks', `${count(tasks.count)} of ${tasks.file}, ${tasks.leftOut} of them left out: ${leftOut(result)}`],
    ['their games', `${count(tasks.games)} distinct (goal and rules)`],
    ['Capped', `scores are at most 1; ${tasks.beaten} tasks in which this agent beat the reference score`],
    ['Reference scores, SHA-256', tasks.references],
    ...(tasks.explorer ? [['Trials of the explorer, SHA-256', tasks.explorer] as [string, string]] : []),
    ...('unsolved' in tasks && tasks.unsolved.length > 0
      ? [['Left out', tasks.unsolved.join(', ')] as [string, string]]
      : []),
    ['their SHA-256', tasks.sha256],
    ['Episodes', `${repeats} per task and k, actions ${mode === 'sample' ? 'sampled' : 'greedy'}, seed ${seed}`],
    ['Played', `${count(steps)} steps in ${duration(seconds)}`],
    ['Code', commit ?? 'unknown commit'],
    ['Result', file],
  ];
  return `<dl class="provenance">${rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`).join('')}</dl>`;
}

/** Why tasks were left out. */
function leftOut(result: AnyResult): string {
  return 'solo' in result ? 'nobody has solved them, or one player alone cannot' : 'nobody has solved them';
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${(seconds / 60).toFixed(1)} min`;
}
