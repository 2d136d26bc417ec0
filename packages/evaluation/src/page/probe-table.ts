import type { ProbeRow, ProbesResult } from '../probes/probes.js';
import { scrolling } from './figures-table.js';
import { escapeHtml, figure } from './html.js';
import { probeTitle } from './probe-chart.js';

/** Reward (in steps with the goal held) and score of every probe at every k, with the rows of the reference players. */
export function probeTable({ perTask, k, explorer }: Pick<ProbesResult, 'perTask' | 'k' | 'explorer'>): string {
  const ks = Object.keys(k);
  const head = [
    ...ks.map((trials) => `k = ${trials}`),
    ...(perTask[0]?.control ? [`memory reset, k = ${ks[ks.length - 1]}`] : []),
    ...(explorer ? [`explorer, trial ${explorer.k}`] : []),
    'oracle',
    'demonstration',
    'random',
    'no-op',
    ...(perTask.some(({ humans }) => humans) ? ['people'] : []),
  ];
  const columns = head.map((name) => `<th scope="col" class="number">${name}</th>`).join('');
  const rows = perTask.map(
    (row) =>
      `<tr><th scope="row">${escapeHtml(probeTitle(row))}<small>${row.trialSeconds} s, best ${row.referenceScore.toFixed(1)}</small></th>` +
      `${cellsOf(row, ks, { people: head.includes('people'), explorer: explorer !== undefined }).join('')}</tr>`,
  );
  return scrolling(
    `<table class="figures probes"><thead><tr><td></td>${columns}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
  );
}

function cellsOf(
  { agent, control, reference, explorer: byTrial, demonstration, humans }: ProbeRow,
  ks: readonly string[],
  { people, explorer }: { people: boolean; explorer: boolean },
) {
  const cell = (value?: { score: number; reward: number }) =>
    value === undefined
      ? '<td class="number">–</td>'
      : `<td class="number">${figure(value.score)} <span class="interval">${value.reward.toFixed(1)}</span></td>`;
  const means = ({ score, reward }: ProbeRow['agent'][string]) => ({ score: score.mean, reward: reward.mean });
  const longest = humans && Object.values(humans).pop();
  return [
    ...ks.map((trials) => cell(means(agent[trials]))),
    ...(control ? [cell(means(control[ks[ks.length - 1]]))] : []),
    ...(explorer ? [cell(byTrial && means(byTrial[byTrial.length - 1]))] : []),
    cell(means(reference.oracle)),
    cell(demonstration ?? undefined),
    cell(means(reference.random)),
    cell(means(reference.noop)),
    ...(people ? [cell(longest)] : []),
  ];
}
