import { join } from 'node:path';
import { HELD_OUT_FAMILIES } from '@open-ada/curriculum';
import { InputError, inCheckout, requireWritable, stopSignal, writeWhole } from '@open-ada/node-kit';
import { anyNumbersOf, jsonObject, numbersOf, positiveNumber, wholeNumber } from '@open-ada/node-kit/command';
import { ProgressLine, terminalWidth } from '@open-ada/node-kit/terminal';
import { agentFile } from '@open-ada/training';
import { Command, Option } from 'commander';
import type { Asked, Experiment } from './experiment.js';
import { gainsOf } from './gains.js';
import { requireHeldOut } from './held-out.js';
import { forTerminal } from './markdown.js';
import { PUBLISHED } from './published.js';
import type { Row } from './row.js';
import { readRows } from './row-files.js';
import { runRows } from './run-rows.js';
import { tablesOf } from './table.js';

interface Options extends Asked {
  runs: string;
  out: string;
  list?: boolean;
  table?: boolean;
}

/** The options that say what the rows are. */
export type RowsAsked = Pick<Asked, 'seeds' | 'teacher' | 'trainOn' | 'steps' | 'initial' | 'settings' | 'dreamer'>;

export type About = { commit: string | null; machine: Record<string, unknown> };

const USUAL = {
  steps: [1e6, 2e6, 4e6],
  minutes: [3, 6, 12],
  trainOn: 'small',
  family: 'small',
  count: 256,
  trials: [1, 2, 3, 5, 8, 13],
};

/** `experiment NAME`: trains and plays the rows of an experiment, or prints its tables. */
export function experimentCommand(experiment: Experiment, about: About): Command {
  const { name, description, seeds, defaults, fromAgent } = experiment;
  const usual = { ...USUAL, ...defaults };
  const wholeNumbers = numbersOf(wholeNumber(1));
  return new Command(name)
    .description(`${description} The same command continues; what is finished is not done again.`)
    .argument('[rows...]', 'names of rows, of all their seeds; all by default')
    .option('--list', 'print the rows and do nothing')
    .option('--table', 'print the tables of what is there, write them beside it, and do nothing else')
    .option('--teacher <file>', 'agent file of the teacher', inCheckout('checkpoints/teacher.safetensors'))
    .option(
      '--initial <file>',
      `agent file that every row starts from, also played itself${fromAgent ? '; must be given' : ' (default: fresh parameters)'}`,
    )
    .option('--steps <list>', 'look after so many steps', anyNumbersOf(wholeNumber(1)), usual.steps)
    .option('--minutes <list>', 'look after so many minutes of training', anyNumbersOf(positiveNumber), usual.minutes)
    .option('--seeds <list>', 'of the rows that have several', wholeNumbers, seeds)
    .option('--train-on <family>', 'what is trained on', usual.trainOn)
    .addOption(
      new Option('--family <name>', 'held-out family to play').choices(HELD_OUT_FAMILIES).default(usual.family),
    )
    .option('--count <n>', 'held-out tasks', wholeNumber(1), usual.count)
    .option('--trials <list>', 'numbers of trials k', wholeNumbers, usual.trials)
    .option('--repeats <n>', 'episodes of every task and k', wholeNumber(1), 1)
    .option('--no-control', 'skip the control with memory reset between trials')
    .option('--settings <json>', 'changes to the training settings of all rows', jsonObject, {})
    .option('--dreamer <json>', 'the same of rows of train:dreamer, where there are any', jsonObject, {})
    .option('--runs <directory>', 'run directories', `runs/${name}`)
    .option('--out <directory>', 'raw results', `docs/results/${name}`)
    .action((wanted: string[], given: Options) => run(experiment, about, wanted, given));
}

async function run(experiment: Experiment, about: About, wanted: string[], given: Options): Promise<void> {
  const { versus, fromAgent } = experiment;
  const all = rowsOf(experiment, given);
  if (given.table) return printTables(given.out, all, versus);
  const chosen = choose(all, wanted);
  if (given.list) return list(chosen);
  if (fromAgent && given.initial === undefined)
    throw new InputError('Say with --initial which agent the rows start from.');
  const { steps, minutes, family, count, trials, repeats, control, runs, out } = given;
  if (steps.length + minutes.length === 0) throw new InputError('--steps or --minutes must name a mark.');
  requireHeldOut(family, count);
  requireWritable('--out', out);
  requireWritable('--runs', runs);
  const command = commandLine();
  const protocol = { family, count, trials, repeats, control };
  const options = { marks: { steps, minutes }, protocol, runs, out, command, ...about };
  await runRows(chosen, { ...options, signal: stopSignal() });
  printTables(out, all, versus);
}

/** The rows of an experiment. If they start from an agent, that agent is the first row. */
export function rowsOf({ rows, common = () => PUBLISHED }: Experiment, given: RowsAsked): Row[] {
  const { dreamer } = given;
  const settings = { ...common(given), ...given.settings };
  const initial = given.initial === undefined ? undefined : agentFile(given.initial, '--initial');
  const trained = rows(given).map((row) => {
    if (row.dreamer) return { ...row, dreamer: { ...row.dreamer, ...dreamer } };
    return row.settings ? { ...row, initial: initial ?? row.initial, settings: { ...settings, ...row.settings } } : row;
  });
  return initial === undefined ? trained : [{ name: 'start', title: 'start', seed: 0, teacher: initial }, ...trained];
}

/** The command that is running, as one writes it. */
export const commandLine = (): string => `pnpm ${withoutPlaces(process.argv.slice(1)).map(quoted).join(' ')}`;

/** The command line without paths, which differ between machines. */
export function withoutPlaces(args: readonly string[]): string[] {
  const places = ['--runs', '--out'];
  return args.filter((arg, i) => !places.includes(arg) && !places.includes(args[i - 1]));
}

/** Quotes an argument for a shell. */
const quoted = (arg: string): string => (/^[\w.,:/+@=-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`);

function choose(rows: readonly Row[], wanted: readonly string[]): Row[] {
  const baseOf = ({ name }: Row) => name.replace(/-seed-\d+$/, '');
  const names = [...new Set(rows.map(baseOf))];
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new InputError(`there is no row "${unknown}"; the rows are ${names.join(', ')}.`);
  return rows.filter((row) => wanted.length === 0 || wanted.includes(baseOf(row)));
}

function list(rows: readonly Row[]): void {
  for (const { name, title } of rows) process.stdout.write(`${name}: ${title}\n`);
}

function printTables(out: string, rows: readonly Row[], versus: Experiment['versus']): void {
  const results = readRows(out);
  if (results.length === 0) throw new InputError(`there is no result in ${out} yet.`);
  const order = ({ title }: { title: string }) => rows.findIndex((row) => row.title === title);
  results.sort((a, b) => order(a) - order(b) || a.seed - b.seed);
  const progress = new ProgressLine('intervals', 2000);
  const text = tablesOf(results, versus, (done) => progress.show(done, '')) + gainsOf(results);
  progress.close();
  writeWhole(join(out, 'tables.md'), text);
  process.stdout.write(forTerminal(text, terminalWidth(process.stdout)));
}
