import type { EvaluationResult, Interval } from '@open-ada/evaluation';

const figure = (value: number) => value.toFixed(3);
const interval = ([low, high]: Interval) => `[${figure(low)}, ${figure(high)}]`;

/** The result for people: scores by k, gains, references. */
export function evaluationTable(result: EvaluationResult): string {
  const { tasks, checkpoint, reference } = result;
  const rows = [['k', 'median', '', '20th percentile', '', 'mean', '', 'share > .8', '', 'mean, memory cleared']];
  for (const [k, { median, p20, mean, above08, ci95 }] of Object.entries(result.k)) {
    rows.push([
      k,
      ...[figure(median), interval(ci95.median)],
      ...[figure(p20), interval(ci95.p20)],
      ...[figure(mean), interval(ci95.mean)],
      ...[figure(above08), interval(ci95.above08)],
      result.cleared ? figure(result.cleared.k[k].mean) : '-',
    ]);
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
  const gains = [
    ['gain over trials', result.gainOverTrials],
    ['gain from memory', result.gainFromMemory],
    ['adaptation gain', result.adaptationGain],
  ] as const;
  return [
    `${tasks.family}: ${tasks.count} held-out tasks (${tasks.leftOut} left out, unsolved by the oracle), ${result.mode}, seed ${result.seed}`,
    `checkpoint ${checkpoint.file} (sha256 ${checkpoint.sha256.slice(0, 12)})`,
    'score of the last trial / best known, with 95 % intervals over tasks:',
    ...lines,
    ...gains.flatMap(([name, gain]) =>
      gain ? [`${name} (k ${[gain.k].flat().join(' -> ')}): ${figure(gain.mean)} ${interval(gain.ci95)}`] : [],
    ),
    `score of one trial: random ${figure(reference.random)}, no-op ${figure(reference.noop)}, oracle ${figure(reference.oracle)}`,
    '',
  ].join('\n');
}
