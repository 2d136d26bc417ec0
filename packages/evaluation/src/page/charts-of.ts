import type { Figures } from '../statistics/report.js';
import type { Interval, Summary } from '../statistics/statistics.js';
import { type Curve, type Level, scoreChart } from './score-chart.js';
import { shareChart } from './share-chart.js';

type Statistic = 'median' | 'p20' | 'mean' | 'above08';

const PANELS: [Statistic, title: string, about: string][] = [
  ['median', 'Median', 'score of the last trial, median over tasks'],
  ['p20', '20th percentile', 'four tasks in five do better than this'],
  ['mean', 'Mean', 'score of the last trial, mean over tasks'],
  ['above08', 'Share above 0.8', 'share of tasks with a score above 0.8'],
];

/** A chart with its title and an explanation. */
const panel = (title: string, about: string, picture: string) =>
  `<figure><figcaption><b>${title}</b> ${about}</figcaption>${picture}</figure>`;

/** All charts of a result: its distribution over tasks, k and trials. */
export function chartsOf(figures: Figures): string {
  const panels = PANELS.map(([statistic, title, about]) =>
    panel(
      title,
      about,
      scoreChart({
        title: `${title} by number of trials`,
        curves: curvesByK(figures, statistic),
        levels: levelsOf(figures, statistic),
        xLabel: 'trials per episode, k',
        log: true,
        size: 'full',
      }),
    ),
  );
  const { k, perTask } = figures;
  const scores = Object.keys(k).map((trials) => ({
    k: Number(trials),
    scores: perTask.map(({ score }) => score[trials]),
  }));
  const distribution = panel(
    'Distribution',
    '% of tasks with a score above x',
    shareChart('Share of tasks above a score, by k', scores),
  );
  return `<div class="charts">${panels.join('')}${trialByTrial(figures)}${distribution}</div>`;
}

function curvesByK({ k, cleared, explorer }: Figures, statistic: Statistic): Curve[] {
  const points = (rows: Record<string, Summary>) =>
    Object.entries(rows).map(([trials, row]) => ({
      x: Number(trials),
      value: row[statistic],
      ci95: row.ci95[statistic],
    }));
  const asked = (explorer?.byTrial ?? []).flatMap((row, i): [string, Summary][] =>
    k[i + 1] ? [[String(i + 1), row]] : [],
  );
  return [
    ...(asked.length > 0 ? [explorerCurve(points(Object.fromEntries(asked)))] : []),
    ...(cleared ? [{ name: 'memory reset', className: 'control', points: points(cleared.k) }] : []),
    { name: 'agent', className: 'agent', points: points(k) },
  ];
}

const explorerCurve = (points: Curve['points']): Curve => ({ name: 'explorer', className: 'explorer', points });

/** Two charts of the episodes with the largest k, from the first trial to the last. */
function trialByTrial(figures: Figures): string {
  const { byTrial, byTrialAbove08, byTrialAbove08Ci95, explorer } = figures;
  const { k, mean, ci95, cleared, clearedCi95 } = byTrial;
  if (k === 1) return '';
  const points = (values: readonly number[], intervals: readonly Interval[] | undefined) =>
    values.map((value, i) => ({ x: i + 1, value, ci95: intervals?.[i] }));
  const chart = (title: string, statistic: Statistic, curves: Curve[]) =>
    scoreChart({ title, curves, levels: levelsOf(figures, statistic), xLabel: 'trial', log: false, size: 'full' });
  const scripted = (statistic: Statistic) =>
    explorer
      ? [
          explorerCurve(
            explorer.byTrial.map((row, i) => ({ x: i + 1, value: row[statistic], ci95: row.ci95[statistic] })),
          ),
        ]
      : [];
  const means = chart(`Mean score by trial at k = ${k}`, 'mean', [
    ...scripted('mean'),
    ...(cleared ? [{ name: 'memory reset', className: 'control', points: points(cleared, clearedCi95) }] : []),
    { name: 'agent', className: 'agent', points: points(mean, ci95) },
  ]);
  const shares = chart(`Share above 0.8 by trial at k = ${k}`, 'above08', [
    ...scripted('above08'),
    { name: 'agent', className: 'agent', points: points(byTrialAbove08, byTrialAbove08Ci95) },
  ]);
  return (
    panel('Trial by trial', `mean score within episodes of k = ${k}`, means) +
    panel('Trial by trial', `share of tasks above 0.8 within episodes of k = ${k}`, shares)
  );
}

function levelsOf({ referenceRows: reference }: Figures, statistic: Statistic): Level[] {
  return [
    { name: 'oracle', value: reference.oracle[statistic] },
    { name: 'random', value: reference.random[statistic] },
    { name: 'no-op', value: reference.noop[statistic] },
  ];
}
