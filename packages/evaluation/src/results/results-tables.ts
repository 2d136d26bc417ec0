import type { FamilySummary } from '../probes/probes.js';
import type { Estimate } from '../statistics/statistics.js';
import { digits, table, withInterval } from './markdown.js';
import type { HeldOutScores, ReleasedScores } from './released-scores.js';

const NONE = '-';
const three = (value: number) => digits(value, 3);

const estimate = (of: Estimate | undefined, places?: number) => (of ? withInterval(of.mean, of.ci95, places) : NONE);

const ofLargestK = ({ k, byTrial }: HeldOutScores) => k[String(byTrial.k)];

/** The table of README.md: one agent, one row per family. */
export function shortTable({ families }: ReleasedScores): string {
  const most = families[0].byTrial.k;
  const head = ['family', 'k = 1', `k = ${most}`, 'above 0.8: k = 1', `k = ${most}`, 'gain from memory'];
  const rows = families.map((result) => {
    const ends = [result.k['1'], ofLargestK(result)];
    return [
      `\`${result.tasks.family}\` (${result.tasks.games} games)`,
      ...ends.map(({ mean }) => digits(mean, 2)),
      ...ends.map(({ above08 }) => `${Math.round(100 * above08)} %`),
      estimate(result.gainFromMemoryMiddle, 2),
    ];
  });
  return table(head, rows);
}

/** The tables of docs/results/families.md about one agent. */
export function longTables({ agent, families, probes }: ReleasedScores): string {
  const most = families[0].byTrial.k;
  return [
    `### The ${agent}`,
    'Mean scores, with 95 % intervals over games:',
    scoresTable(families, most),
    'Gains, with 95 % intervals over games:',
    gainsTable(families, most),
    'Share of the tasks with a score above 0.8:',
    sharesTable(families, most),
    `Mean score by trial, in episodes of ${most} trials. First line: memory kept; second line: memory reset between trials.`,
    curvesTable(families, most),
    `Probes, mean scores by kind, ${probes.repeats} episodes of each probe and k:`,
    probesTable(probes.families),
  ].join('\n\n');
}

function scoresTable(families: readonly HeldOutScores[], most: number): string {
  const head = ['family', 'tasks', 'games', 'k = 1', `first of ${most}`, `last of ${most}`, 'random', 'oracle'];
  return table(
    head,
    families.map((result) => {
      const { tasks, k, firstOfK, reference } = result;
      const mean = (of: typeof firstOfK) => (of ? withInterval(of.mean, of.ci95.mean) : NONE);
      const row = [`\`${tasks.family}\``, String(tasks.count - tasks.leftOut), String(tasks.games)];
      const last = ofLargestK(result);
      return [
        ...row,
        withInterval(k['1'].mean, k['1'].ci95.mean),
        mean(firstOfK),
        withInterval(last.mean, last.ci95.mean),
        three(reference.random),
        three(reference.oracle),
      ];
    }),
  );
}

function gainsTable(families: readonly HeldOutScores[], most: number): string {
  const head = ['family', `from memory, trials 2 to ${most - 1}`, 'from memory, last trial', 'adaptation gain'];
  return table(
    head,
    families.map(({ tasks, gainFromMemoryMiddle, gainFromMemory, adaptationGain }) => [
      `\`${tasks.family}\``,
      estimate(gainFromMemoryMiddle),
      estimate(gainFromMemory),
      estimate(adaptationGain),
    ]),
  );
}

function sharesTable(families: readonly HeldOutScores[], most: number): string {
  const ks = Object.keys(families[0].k);
  return table(
    ['family', ...ks.map((k) => `k = ${k}`), `first of ${most}`],
    families.map(({ tasks, k, firstOfK }) => [
      `\`${tasks.family}\``,
      ...ks.map((trials) => (k[trials] ? three(k[trials].above08) : NONE)),
      firstOfK ? three(firstOfK.above08) : NONE,
    ]),
  );
}

function curvesTable(families: readonly HeldOutScores[], most: number): string {
  const trials = Array.from({ length: most }, (_, i) => String(i + 1));
  const line = (values: readonly number[] | undefined) => (values ?? []).map((value) => digits(value, 2));
  return table(
    ['family', ...trials],
    families.flatMap(({ tasks, byTrial }) => [
      [`\`${tasks.family}\``, ...line(byTrial.mean)],
      ['', ...line(byTrial.cleared)],
    ]),
  );
}

function probesTable(families: Partial<Record<string, FamilySummary>>): string {
  const rows = Object.entries(families).flatMap(([family, summary]) => (summary ? [{ family, ...summary }] : []));
  const ks = Object.keys(rows[0].k);
  const most = ks[ks.length - 1];
  return table(
    ['kind', 'probes', ...ks.map((k) => `k = ${k}`), `memory reset, k = ${most}`, 'random', 'no-op', 'best known'],
    rows.map(({ family, probes, k, cleared, reference, proof }) => [
      family,
      String(probes.length),
      ...ks.map((trials) => digits(k[trials].mean, 2)),
      cleared ? digits(cleared[most].mean, 2) : NONE,
      digits(reference.random.mean, 2),
      digits(reference.noop.mean, 2),
      digits(proof, 2),
    ]),
  );
}
