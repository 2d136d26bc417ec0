import { type Estimate, estimateMeans, type Games, groupByGame, mean } from '@open-ada/evaluation';
import { count, digits, rowOf } from '../runner/markdown.js';
import type { FromSeats, PairResult, PairTask } from './pair-result.js';

/** A value of a task at the protocol's i-th number of trials. */
type Value = (task: PairTask, i: number) => number;

const self: Value = ({ self }, i) => self[i];
const reset: Value = ({ reset }, i) => reset[i];
const beside =
  (who: 'random' | 'noop', which: number): Value =>
  (task, i) =>
    (task[who] as FromSeats[])[i][which];
const minus =
  (a: Value, b: Value): Value =>
  (task, i) =>
    a(task, i) - b(task, i);
const [FIRST, SECOND, BETTER] = [0, 1, 2];

/** Rows for all tasks, and for the tasks that one can solve; differences are paired by task. */
const SCORES: [string, Value][] = [
  ['self-play', self],
  ['self-play, memory reset', reset],
  ['**self-play - memory reset**', minus(self, reset)],
  ['beside random, better seat', beside('random', BETTER)],
  ['beside random, as player 1', beside('random', FIRST)],
  ['beside random, as player 2', beside('random', SECOND)],
  ['**self-play - beside random, better seat**', minus(self, beside('random', BETTER))],
  ['**self-play - beside random, as player 1**: what a partner adds there', minus(self, beside('random', FIRST))],
  ['**self-play - beside random, as player 2**: what a partner adds there', minus(self, beside('random', SECOND))],
];
const WHERE_ONE_IS_ENOUGH: [string, Value][] = [
  ...SCORES.filter(([name]) => !name.includes('memory')),
  ['beside idle, better seat', beside('noop', BETTER)],
  ['beside idle, as player 1', beside('noop', FIRST)],
  ['beside idle, as player 2', beside('noop', SECOND)],
  ['**self-play - beside idle, better seat**', minus(self, beside('noop', BETTER))],
  ['**self-play - beside idle, as player 1**: what player 2 adds', minus(self, beside('noop', FIRST))],
  ['**self-play - beside idle, as player 2**: what player 1 adds', minus(self, beside('noop', SECOND))],
];

/** The results as Markdown: a section for each mark, with the initial agent beside it. */
export function pairTables(results: readonly PairResult[]): string {
  const start = results.filter(({ mark }) => mark === 'start');
  const marks = [...new Set(results.map(({ mark }) => mark))].filter((mark) => mark !== 'start');
  marks.sort((a, b) => stepsOf(a) - stepsOf(b));
  if (marks.length === 0) return section('Before training', [{ title: 'start', of: start }]);
  return marks
    .map((mark) => {
      const trained = results.filter((each) => each.mark === mark).sort((a, b) => a.seed - b.seed);
      return section(`After ${count(stepsOf(mark))} steps`, [
        { title: 'start', of: start },
        { title: 'trained', of: trained },
      ]);
    })
    .join('\n');
}

const stepsOf = (mark: string): number => Number(mark.replace('steps-', ''));

interface Group {
  title: string;
  /** One for each seed. */
  of: readonly PairResult[];
}

function section(title: string, all: readonly Group[]): string {
  const groups = all.filter(({ of }) => of.length > 0);
  const { protocol, perTask } = groups[0].of[0];
  const named = `${protocol.tasks} tasks of pairs`;
  const solo = perTask.filter(({ noop }) => noop !== undefined);
  return [
    `### ${title}`,
    '',
    `Mean scores of the last trial on ${perTask.length} ${named} (${gamesOf(perTask)}), with 95 % intervals over games.`,
    '',
    ...scoreTable(groups, SCORES, () => true),
    ...references(groups[0].of[0]),
    ...(solo.length === 0
      ? []
      : [
          '',
          `On ${solo.length} of them (${gamesOf(solo)}), which name no player and which one can solve:`,
          '',
          ...scoreTable(groups, WHERE_ONE_IS_ENOUGH, ({ noop }) => noop !== undefined),
        ]),
    '',
    ...seedTable(groups),
    '',
    ...labourTable(groups),
    '',
  ].join('\n');
}

function gamesOf(tasks: readonly PairTask[]): string {
  const { size } = new Set(tasks.map(({ game }) => game));
  return size === 1 ? '1 game' : `${size} games`;
}

function scoreTable(
  groups: readonly Group[],
  rows: readonly (readonly [string, Value])[],
  isFor: (task: PairTask) => boolean,
): string[] {
  const { trials } = groups[0].of[0].protocol;
  const lines = groups.flatMap(({ title, of }) =>
    rows.map(([name, value]) => {
      const cells = trials.map((k, i) => {
        // There is nothing to reset in a single trial.
        if (k === 1 && name.includes('memory')) return '';
        return cell(of, isFor, (task) => value(task, i), name.startsWith('**'));
      });
      return rowOf([title, name, String(of.length), ...cells]);
    }),
  );
  return [
    rowOf(['agent', '', 'seeds', ...trials.map((k) => `k = ${k}`)]),
    rowOf(['---', '---', '---:', ...trials.map(() => '---')]),
    ...lines,
  ];
}

/** Mean over seeds of each task first; every seed plays the same tasks. */
function cell(
  of: readonly PairResult[],
  isFor: (task: PairTask) => boolean,
  value: (task: PairTask) => number,
  signed: boolean,
): string {
  const bySeed = of.map(({ perTask }) => perTask.filter(isFor).map(value));
  const games: Games = groupByGame(of[0].perTask.filter(isFor).map(({ game }) => String(game)));
  const means = bySeed[0].map((_, task) => mean(bySeed.map((scores) => scores[task])));
  const [estimate] = estimateMeans([means], games);
  const text = inWords(estimate, signed);
  if (of.length === 1) return text;
  const each = bySeed.map((scores) => mean(scores));
  return `${text}, seeds ${digits(Math.min(...each))} to ${digits(Math.max(...each))}`;
}

function inWords({ mean: value, ci95 }: Estimate, signed = false): string {
  return `${signed && value >= 0.005 ? '+' : ''}${digits(value)} [${ci95.map(digits).join(', ')}]`;
}

/** Players without memory of their own: the same for every k. */
function references({ self: { referenceRows }, protocol: { trials } }: PairResult): string[] {
  const named = [
    ['two oracles', referenceRows.oracle],
    ['two that act at random', referenceRows.random],
    ['two that do nothing', referenceRows.noop],
  ] as const;
  return named.map(([name, { mean: value, ci95 }]) => {
    const text = inWords({ mean: value, ci95: ci95.mean });
    return rowOf(['', name, '', ...trials.map(() => text)]);
  });
}

/** What each seed gained from memory, and what it cost. */
function seedTable(groups: readonly Group[]): string[] {
  const lines = groups.flatMap(({ title, of }) =>
    of.map(({ seed, steps, minutes, self, random, noop }) => {
      const { gainFromMemory, gainFromMemoryMiddle, adaptationGain } = self;
      const gains = [gainFromMemory, gainFromMemoryMiddle, adaptationGain].map((gain) =>
        gain === undefined ? '' : inWords(gain, true),
      );
      const played = (self.seconds + random.seconds + (noop?.seconds ?? 0)) / 60;
      const trained = title === 'start' ? '' : String(seed);
      return rowOf([title, trained, count(steps), minutes.toFixed(1), played.toFixed(1), ...gains]);
    }),
  );
  const ks = groups[0].of[0].protocol.trials;
  const largest = Math.max(...ks);
  return [
    `Gain from memory in self-play at k = ${largest}, and cost:`,
    '',
    rowOf([
      ...['agent', 'seed', 'steps', 'minutes of training', 'of playing'],
      ...['gain from memory, last trial', 'trials 2 to k - 1', 'adaptation gain'],
    ]),
    rowOf(['---', '---:', '---:', '---:', '---:', '---', '---', '---']),
    ...lines,
  ];
}

/** Who did the useful actions (docs/evaluating.md). */
function labourTable(groups: readonly Group[]): string[] {
  const [{ of: first }] = groups;
  const rows = [
    ...groups.flatMap(({ title, of }) =>
      of.flatMap(({ seed, self, random }) => [
        { title, seed, how: 'self-play', labour: self.labour?.agent },
        { title, seed, how: 'beside random: the agent', labour: random.labour?.agent },
      ]),
    ),
    { title: '', seed: undefined, how: 'two oracles', labour: first[0].self.labour?.oracle },
  ];
  const lines = rows.flatMap(({ title, seed, how, labour }) => {
    if (labour === undefined) return [];
    const shares = [labour.both, labour.busier, labour.own].map((estimate) => inWords(estimate));
    return [rowOf([title, title === 'trained' ? String(seed) : '', how, String(labour.tasks), ...shares])];
  });
  return [
    'Division of labour: useful actions up to the first reward, in rewarded trials at the largest k:',
    '',
    rowOf([
      'agent',
      'seed',
      '',
      'tasks',
      'both take part',
      "the busier one's share",
      'share of player 1, or of the agent',
    ]),
    rowOf(['---', '---:', '---', '---:', '---', '---', '---']),
    ...lines,
  ];
}
