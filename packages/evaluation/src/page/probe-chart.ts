import type { FamilySummary, ProbeRow } from '../probes/probes.js';
import type { Estimate } from '../statistics/statistics.js';
import { escapeHtml, figure } from './html.js';
import { type Curve, type Level, scoreChart } from './score-chart.js';

const byK = (rows: Record<string, Estimate>) =>
  Object.entries(rows).map(([k, { mean, ci95 }]) => ({ x: Number(k), value: mean, ci95 }));

/** Trial t is drawn at k = t, because the explorer is not told k. */
const explorerCurve = (byTrial: readonly Estimate[] | undefined, ks: Record<string, unknown>): Curve[] => {
  const points = (byTrial ?? []).flatMap(({ mean, ci95 }, i) =>
    ks[i + 1] === undefined ? [] : [{ x: i + 1, value: mean, ci95 }],
  );
  return points.length > 0 ? [{ name: 'explorer', className: 'explorer', points }] : [];
};

const scores = (rows: ProbeRow['agent']) =>
  Object.fromEntries(Object.entries(rows).map(([k, { score }]) => [k, score]));

/** Number and name: `05 push, don't lift`. Results of earlier versions contain only the name of the file. */
export function probeTitle({ probe, title }: { probe: string; title?: string }): string {
  const [, number, words] = /^(\d+-)?(.*)$/.exec(probe) as unknown as [string, string | undefined, string];
  return `${number?.replace('-', ' ') ?? ''}${title ?? words.replaceAll('-', ' ')}`;
}

/** The small chart of one probe. */
export function probeChart(row: ProbeRow): string {
  const { agent, control, humans, reference, explorer, demonstration } = row;
  const human: Curve[] = humans
    ? [
        {
          name: 'people',
          className: 'human',
          points: Object.entries(humans).map(([k, { score }]) => ({ x: Number(k), value: score })),
        },
      ]
    : [];
  const byTrial = explorer?.map(({ score }) => score);
  const curves: Curve[] = [
    ...explorerCurve(byTrial, agent),
    ...(control ? [{ name: 'memory reset', className: 'control', points: byK(scores(control)) }] : []),
    ...human,
    { name: 'agent', className: 'agent', points: byK(scores(agent)) },
  ];
  const levels: Level[] = [
    demonstration && demonstration.score > reference.oracle.score.mean
      ? { name: 'demonstration', value: demonstration.score, className: 'proof' }
      : { name: 'oracle', value: reference.oracle.score.mean, className: 'proof' },
    { name: 'random', value: reference.random.score.mean },
    { name: 'no-op', value: reference.noop.score.mean },
  ];
  const title = probeTitle(row);
  const ends = Object.values(agent);
  return (
    `<figure class="small" title="${escapeHtml(row.tests ?? row.goal)}"><figcaption><small>${row.family}</small><b>${escapeHtml(title)}</b>` +
    `<span>${figure(ends[ends.length - 1].score.mean)}</span></figcaption>` +
    `${scoreChart({ title: `${title}: score by number of trials`, curves, levels, log: true, size: 'small' })}</figure>`
  );
}

/** The small chart of a family: the mean over its probes. */
export function familyChart(name: string, { k, cleared, reference, explorer, proof, probes }: FamilySummary): string {
  const curves: Curve[] = [
    ...explorerCurve(explorer, k),
    ...(cleared ? [{ name: 'memory reset', className: 'control', points: byK(cleared) }] : []),
    { name: 'agent', className: 'agent', points: byK(k) },
  ];
  const levels: Level[] = [
    // Results of earlier versions have no proof.
    { name: 'oracle or demonstration', value: proof ?? reference.oracle.mean, className: 'proof' },
    { name: 'random', value: reference.random.mean },
    { name: 'no-op', value: reference.noop.mean },
  ];
  const ends = Object.values(k);
  return (
    `<figure class="small"><figcaption><small>${probes.length === 1 ? '1 probe' : `${probes.length} probes`}</small><b>${name}</b><span>${figure(ends[ends.length - 1].mean)}</span></figcaption>` +
    `${scoreChart({ title: `${name}: mean score by number of trials`, curves, levels, log: true, size: 'small' })}</figure>`
  );
}
