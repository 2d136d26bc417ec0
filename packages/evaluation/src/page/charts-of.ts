import type { Figures } from '../statistics/report.js';
import type { Summary } from '../statistics/statistics.js';
import { type Curve, type Level, scoreChart } from './score-chart.js';
import { shareChart } from './share-chart.js';

type Statistic = 'median' | 'p20' | 'mean' | 'above08';

const PANELS: [Statistic, title: string, about: string][] = [
  ['median', 'Median', 'score of the last trial, median over tasks'],
  ['p20', '20th percentile', 'four tasks in five do better than this'],
  ['mean', 'Mean', 'score of the last trial, mean over tasks'],
  ['above08', 'Share above .8', 'share of tasks with a score above .8'],
];

/** A picture with its name and what it shows. */
const panel = (title: string, about: string, picture: string) =>
  `<figure><figcaption><b>${title}</b> ${about}</figcaption>${picture}</figure>`;

/** All pictures of a result's distribution over tasks, k and trials. */
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
  const { k, perTask, byTrial } = figures;
  const scores = Object.keys(k).map((trials) => ({
    k: Number(trials),
    scores: perTask.map(({ score }) => score[trials]),
  }));
  const trialByTrial =
    byTrial.k === 1
      ? ''
      : panel(
          'Trial by trial',
          `mean score within episodes of k = ${byTrial.k}`,
          scoreChart({
            title: `Mean score by trial at k = ${byTrial.k}`,
            curves: curvesByTrial(figures),
            levels: levelsOf(figures, 'mean'),
            xLabel: 'trial',
            log: false,
            size: 'full',
          }),
        );
  const distribution = panel(
    'Distribution',
    '% of tasks with a score above x',
    shareChart('Share of tasks above a score, by k', scores),
  );
  return `<div class="charts">${panels.join('')}${trialByTrial}${distribution}</div>`;
}

function curvesByK({ k, cleared }: Figures, statistic: Statistic): Curve[] {
  const points = (rows: Record<string, Summary>) =>
    Object.entries(rows).map(([trials, row]) => ({
      x: Number(trials),
      value: row[statistic],
      ci95: row.ci95[statistic],
    }));
  return [
    ...(cleared ? [{ name: 'memory cleared', className: 'control', points: points(cleared.k) }] : []),
    { name: 'agent', className: 'agent', points: points(k) },
  ];
}

function curvesByTrial({ byTrial }: Figures): Curve[] {
  const { mean, ci95, cleared, clearedCi95 } = byTrial;
  const points = (values: readonly number[], intervals: Figures['byTrial']['ci95'] | undefined) =>
    values.map((value, i) => ({ x: i + 1, value, ci95: intervals?.[i] }));
  return [
    ...(cleared ? [{ name: 'memory cleared', className: 'control', points: points(cleared, clearedCi95) }] : []),
    { name: 'agent', className: 'agent', points: points(mean, ci95) },
  ];
}

function levelsOf({ referenceRows: reference }: Figures, statistic: Statistic): Level[] {
  return [
    { name: 'oracle', value: reference.oracle[statistic] },
    { name: 'random', value: reference.random[statistic] },
    { name: 'no-op', value: reference.noop[statistic] },
  ];
}
