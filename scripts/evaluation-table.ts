import type { EvaluationResult, Figures, Interval, ProbesResult } from '@open-ada/evaluation';

const figure = (value: number) => value.toFixed(3);
const interval = ([low, high]: Interval) => `[${figure(low)}, ${figure(high)}]`;

/** Left-aligned columns as wide as they need to be. */
function columns(rows: readonly string[][]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}

/** Agent, control and references: one row per k, with intervals. */
function figuresTable({ k, cleared, referenceRows: reference }: Figures): string[] {
  const rows: [string, Figures['k'][string]][] = [
    ...Object.entries(k).map(([trials, row]): [string, typeof row] => [`k = ${trials}`, row]),
    ...Object.entries(cleared?.k ?? {}).map(([trials, row]): [string, typeof row] => [`k = ${trials}, cleared`, row]),
    ['random', reference.random],
    ['no-op', reference.noop],
    ['oracle', reference.oracle],
  ];
  return columns([
    ['', 'median', '', '20th percentile', '', 'mean', '', 'share > .8', ''],
    ...rows.map(([name, { median, p20, mean, above08, ci95 }]) => [
      name,
      ...[figure(median), interval(ci95.median)],
      ...[figure(p20), interval(ci95.p20)],
      ...[figure(mean), interval(ci95.mean)],
      ...[figure(above08), interval(ci95.above08)],
    ]),
  ]);
}

function gains({ gainOverTrials, gainFromMemory, adaptationGain }: Figures): string[] {
  const named = [
    ['gain over trials', gainOverTrials],
    ['gain from memory', gainFromMemory],
    ['adaptation gain', adaptationGain],
  ] as const;
  return named.flatMap(([name, gain]) =>
    gain ? [`${name} (k ${[gain.k].flat().join(' -> ')}): ${figure(gain.mean)} ${interval(gain.ci95)}`] : [],
  );
}

const agentLine = ({ checkpoint, mode, seed, repeats }: EvaluationResult | ProbesResult) =>
  `checkpoint ${checkpoint.file} (sha256 ${checkpoint.sha256.slice(0, 12)}), ${mode}, seed ${seed}, ${repeats} episode(s) of every task and k`;

const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('');

/** The held-out result for people: scores by k, gains, references. */
export function evaluationTable(result: EvaluationResult): string {
  const { family, count, leftOut } = result.tasks;
  return text([
    `${family}: ${count} held-out tasks (${leftOut} left out, unsolved by the oracle)`,
    agentLine(result),
    'score of the last trial / best known, with 95 % intervals over tasks; cleared: memory cleared between trials:',
    ...figuresTable(result),
    ...gains(result),
  ]);
}

/** The probes for people: one row each, families, gains. */
export function probesTable(result: ProbesResult): string {
  const { count, leftOut } = result.tasks;
  const ks = Object.keys(result.k);
  const largest = ks[ks.length - 1];
  const two = (value: number | undefined) => value?.toFixed(2) ?? '-';
  const heads = [...ks.map((k) => `k = ${k}`), `cleared ${largest}`, 'random', 'no-op', 'oracle', 'demonstration'];
  const probes = result.perTask.map(({ probe, agent, control, reference, demonstration }) => [
    probe,
    ...ks.map((k) => two(agent[k].score.mean)),
    two(control?.[largest].score.mean),
    ...[two(reference.random.score.mean), two(reference.noop.score.mean), two(reference.oracle.score.mean)],
    two(demonstration?.score),
  ]);
  const families = Object.entries(result.families).map(([family, { k, cleared, reference, proof }]) => [
    family,
    ...ks.map((trials) => two(k[trials].mean)),
    two(cleared?.[largest].mean),
    ...[two(reference.random.mean), two(reference.noop.mean), two(reference.oracle.mean), two(proof)],
  ]);
  return text([
    `${count} ${count === 1 ? 'probe' : 'probes'}${leftOut > 0 ? `, ${leftOut} of them left out: solved by nobody` : ''}`,
    agentLine(result),
    'score of the last trial / best known:',
    ...columns([['', ...heads], ...probes, ['', ...heads.slice(1).map(() => ''), 'the better'], ...families]),
    ...gains(result),
  ]);
}
