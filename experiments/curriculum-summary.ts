import { type EvaluationResult, mean, oneGameEach, pairedGain } from '@open-ada/evaluation';
import type { MetricsLine } from '@open-ada/training';

type Line = Pick<MetricsLine, 'steps' | 'playedSteps' | 'minutes' | 'returnByTrial' | 'proposals' | 'archives'>;

/** A run that was stopped to be scored. */
export interface Point {
  steps: number;
  playedSteps: number;
  minutes: number;
  /** Which budget was reached. */
  at: ('start' | 'steps' | 'minutes')[];
  /** SHA-256 of the agent file. */
  agent: string;
  scores: EvaluationResult['k'];
  /** By k, in the order of the tasks. */
  byTask: Record<string, number[]>;
}

/** The raw file of one run. */
export interface ExperimentRun {
  curriculum: string;
  seed: number;
  family: string;
  /** SHA-256 of the agent file that it started from. */
  initial: string;
  settings: object;
  evaluation: { family: string; count: number; repeats: number; seed: number };
  points: Point[];
  log: Line[];
}

const HEADS = ['curriculum', 'seed', 'steps', 'played', 'minutes'];
const thousands = (n: number) => `${Math.round(n / 1000).toLocaleString('en')} k`;

/** Tables of the runs' scores, at equal steps and at equal minutes. */
export function summaryOf(runs: readonly ExperimentRun[]): string {
  const tables = (['steps', 'minutes'] as const).flatMap((at) => {
    const rows = runs.flatMap((run) =>
      run.points.filter((point) => point.at.includes(at)).map((point) => ({ run, point })),
    );
    if (rows.length === 0) return [];
    rows.sort((a, b) => (at === 'steps' ? a.point.steps - b.point.steps : a.point.minutes - b.point.minutes));
    return [
      `## At equal ${at}\n\n${table(rows)}${differences(
        rows.map(({ run }) => run),
        at,
      )}`,
    ];
  });
  const starts = runs.flatMap((run) =>
    run.points.filter(({ at }) => at.includes('start')).map((point) => ({ run, point })),
  );
  return `# Curricula\n\n${about(runs)}\n\n## The start\n\n${table(starts.slice(0, 1))}\n${tables.map((each) => `\n${each}`).join('')}`;
}

/** At the last budget: each curriculum less `uniform`, the mean of their common seeds, paired by task. */
function differences(runs: readonly ExperimentRun[], at: 'steps' | 'minutes'): string {
  const lastOf = (curriculum: string, seed: number) =>
    runs
      .find((run) => run.curriculum === curriculum && run.seed === seed)
      ?.points.findLast((point) => point.at.includes(at));
  const lines = [...new Set(runs.map(({ curriculum }) => curriculum))]
    .filter((curriculum) => curriculum !== 'uniform')
    .flatMap((curriculum) => {
      const seeds = [...new Set(runs.map(({ seed }) => seed))].filter(
        (seed) => lastOf(curriculum, seed) !== undefined && lastOf('uniform', seed) !== undefined,
      );
      if (seeds.length === 0) return [];
      const ofSeeds = (name: string, k: string) => {
        const lists = seeds.map((seed) => lastOf(name, seed)!.byTask[k]);
        return lists[0].map((_, task) => mean(lists.map((list) => list[task])));
      };
      const cells = Object.keys(lastOf('uniform', seeds[0])!.byTask).map((k) => {
        const scores = ofSeeds(curriculum, k);
        // These raw files do not say which game a task is of: intervals are over tasks, and the page says so.
        const { mean: gain, ci95 } = pairedGain(scores, ofSeeds('uniform', k), oneGameEach(scores.length));
        return `k = ${k}: ${gain > 0 ? '+' : ''}${gain.toFixed(3)} [${ci95.map((bound) => bound.toFixed(3)).join(', ')}]`;
      });
      return [`- ${curriculum} less uniform, seeds ${seeds.join(', ')}: ${cells.join('; ')}\n`];
    });
  return lines.length > 0 ? `\nAt the last of them, paired by task:\n\n${lines.join('')}` : '';
}

function about(runs: readonly ExperimentRun[]): string {
  const lines = new Set(
    runs.map(
      ({ family, initial, evaluation }) =>
        `Trained on \`${family}\` from the agent ${initial.slice(0, 12)}; mean score (95 % interval over tasks) on the first ${evaluation.count} held-out tasks of \`${evaluation.family}\`, ${evaluation.repeats} episode(s) of each task and k. Steps are those learned from; played are those and the proposals.`,
    ),
  );
  return [...lines].join('\n\n');
}

function table(rows: readonly { run: ExperimentRun; point: Point }[]): string {
  const ks = [...new Set(rows.flatMap(({ point }) => Object.keys(point.scores)))].sort((a, b) => Number(a) - Number(b));
  const head = [...HEADS, ...ks.map((k) => `k = ${k}`)];
  const body = rows.map(({ run, point }) => [
    run.curriculum,
    String(run.seed),
    thousands(point.steps),
    thousands(point.playedSteps),
    point.minutes.toFixed(1),
    ...ks.map((k) => {
      const { mean, ci95 } = point.scores[Number(k)];
      return `${mean.toFixed(3)} [${ci95.mean.map((bound) => bound.toFixed(3)).join(', ')}]`;
    }),
  ]);
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
