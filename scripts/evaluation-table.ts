import type { EvaluationResult, Figures, Interval, PairComparison, ProbesResult } from '@open-ada/evaluation';
import { foldWords, table, terminalWidth } from '@open-ada/node-kit/terminal';
import { comparisonLines, labourLines } from './pair-table.js';

const figure = (value: number) => value.toFixed(3);
const interval = ([low, high]: Interval) => `[${figure(low)}, ${figure(high)}]`;

const width = () => terminalWidth(process.stdout);
const columns = (rows: readonly string[][]) => table(rows, { width: width() });

/** Agent, control and reference players: one row per k, with intervals. */
function figuresTable(figures: Figures): string[] {
  const { k, firstOfK, byTrial, byTrialAbove08, cleared, referenceRows: reference, explorer } = figures;
  const rows: [string, Figures['k'][string]][] = [
    ...Object.entries(k).map(([trials, row]): [string, typeof row] => [`k = ${trials}`, row]),
    ...Object.entries(cleared?.k ?? {}).map(([trials, row]): [string, typeof row] => [
      `k = ${trials}, memory reset`,
      row,
    ]),
    ...(firstOfK ? [[`first of ${firstOfK.k}`, firstOfK] as [string, typeof firstOfK]] : []),
    ['random', reference.random],
    ['no-op', reference.noop],
    ['oracle', reference.oracle],
    ...explorerRows(explorer),
  ];
  const lines = columns([
    ['', 'median', '20th percentile', 'mean', 'share > 0.8'],
    ...rows.map(([name, { median, p20, mean, above08, ci95 }]) => [
      name,
      `${figure(median)}  ${interval(ci95.median)}`,
      `${figure(p20)}  ${interval(ci95.p20)}`,
      `${figure(mean)}  ${interval(ci95.mean)}`,
      `${figure(above08)}  ${interval(ci95.above08)}`,
    ]),
  ]);
  if (byTrial.k === 1) return lines;
  const curve = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(' ');
  return [
    ...lines,
    `by trial at k = ${byTrial.k}, mean: ${curve(byTrial.mean)}`,
    ...(byTrial.cleared ? [`  with memory reset: ${curve(byTrial.cleared)}`] : []),
    `  share > 0.8: ${curve(byTrialAbove08)}`,
    ...(explorer
      ? [
          `  explorer, mean: ${curve(explorer.byTrial.map(({ mean }) => mean))}`,
          `  explorer, share > 0.8: ${curve(explorer.byTrial.map(({ above08 }) => above08))}`,
        ]
      : []),
  ];
}

/** First and last trial of the explorer. */
function explorerRows(explorer: Figures['explorer']): [string, Figures['k'][string]][] {
  if (!explorer) return [];
  const trials = [...new Set([1, explorer.k])];
  return trials.map((trial) => [`explorer, trial ${trial}`, explorer.byTrial[trial - 1]]);
}

/** The gains for which there is a comparison. */
function gains({ gainOverTrials, gainFromMemory, gainFromMemoryMiddle: middle, adaptationGain }: Figures): string[] {
  const named = [
    ['gain over trials', gainOverTrials],
    ['gain from memory, last trial', gainFromMemory],
    [`gain from memory, trials ${middle?.trials.join(' to ')}`, middle],
    ['adaptation gain', adaptationGain],
  ] as const;
  return named.flatMap(([name, gain]) =>
    gain ? [`${name} (k ${[gain.k].flat().join(' -> ')}): ${figure(gain.mean)} ${interval(gain.ci95)}`] : [],
  );
}

const agentLine = ({ checkpoint, mode, seed, repeats }: EvaluationResult | ProbesResult) =>
  `checkpoint ${checkpoint.file} (sha256 ${checkpoint.sha256.slice(0, 12)}), ${mode}, seed ${seed}, ${repeats} episode(s) of every task and k`;

const EXPLORER =
  'explorer: a script that adapts; it knows the map and what its avatar was shown, and was never trained';

/** Lines for people: sentences are folded, tables fit already. */
const text = (lines: string[]) =>
  lines
    .flatMap((line) => (line.length > width() ? foldWords(line.split(' '), ' ', width()) : [line]))
    .map((line) => `${line}\n`)
    .join('');

/** Who played in tasks for two. */
function pairLines({ coPlayer, solo }: EvaluationResult): string[] {
  if (coPlayer === undefined) return [];
  const who = {
    self: 'self-play: the agent plays from both seats',
    random: 'beside the random policy: of each trial the better of both seats',
    noop: 'beside a player that stands idle: of each trial the better of both seats',
  }[coPlayer];
  return [solo ? `${who}; only tasks that name no player and that one can solve, the others are left out` : who];
}

/** The held-out result for people: scores by k, gains, reference players. */
export function evaluationTable(result: EvaluationResult): string {
  const { family, count, games, leftOut, beaten } = result.tasks;
  return text([
    `${family}: ${count} held-out tasks of ${games} games (${leftOut} left out, solved by nobody)`,
    agentLine(result),
    ...pairLines(result),
    'score: reward of the last trial / best known, at most 1; intervals: 95 %, over games; memory reset: between trials',
    ...(result.explorer ? [EXPLORER] : []),
    ...(beaten > 0
      ? [`in ${beaten} tasks a trial of this agent beat the best known: pnpm task freeze-references ${family}`]
      : []),
    ...figuresTable(result),
    ...gains(result),
    ...labourLines([result]),
  ]);
}

/** Self-play, the same agent beside the random policy, and what the two say together. */
export function pairTables(self: EvaluationResult, random: EvaluationResult, comparison: PairComparison): string {
  return `${evaluationTable(self)}\n${evaluationTable(random)}\n${text([
    ...comparisonLines(comparison),
    ...labourLines([self, random]),
  ])}`;
}

/** The result of the probes for people: one row each, families, gains. */
export function probesTable(result: ProbesResult): string {
  const { count, leftOut } = result.tasks;
  const ks = Object.keys(result.k);
  const largest = ks[ks.length - 1];
  const two = (value: number | undefined) => value?.toFixed(2) ?? '-';
  const { explorer } = result;
  const heads = [
    ...ks.map((k) => `k = ${k}`),
    ...[`reset ${largest}`, 'random', 'no-op', 'oracle'],
    ...(explorer ? [`explorer ${explorer.k}`] : []),
    'demonstration',
  ];
  const last = <T>(byTrial: T[] | undefined) => byTrial?.[byTrial.length - 1];
  const probes = result.perTask.map(({ probe, agent, control, reference, explorer: script, demonstration }) => [
    probe,
    ...ks.map((k) => two(agent[k].score.mean)),
    two(control?.[largest].score.mean),
    ...[two(reference.random.score.mean), two(reference.noop.score.mean), two(reference.oracle.score.mean)],
    ...(explorer ? [two(last(script)?.score.mean)] : []),
    two(demonstration?.score),
  ]);
  const families = Object.entries(result.families).map(
    ([family, { k, cleared, reference, explorer: script, proof }]) => [
      family,
      ...ks.map((trials) => two(k[trials].mean)),
      two(cleared?.[largest].mean),
      ...[two(reference.random.mean), two(reference.noop.mean), two(reference.oracle.mean)],
      ...(explorer ? [two(last(script)?.mean)] : []),
      two(proof),
    ],
  );
  return text([
    `${count} ${count === 1 ? 'probe' : 'probes'}${leftOut > 0 ? `, ${leftOut} of them left out: solved by nobody` : ''}`,
    agentLine(result),
    ...(explorer ? [EXPLORER] : []),
    'score of the last trial / best known, at most 1; reset: memory reset between trials:',
    ...columns([['', ...heads], ...probes, ['', ...heads.slice(1).map(() => ''), 'the better'], ...families]),
    ...gains(result),
  ]);
}
