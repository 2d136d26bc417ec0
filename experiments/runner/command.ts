import { join } from 'node:path';
import { HELD_OUT_FAMILIES } from '@open-ada/curriculum';
import { InputError, Interrupted, requireWritable, writeWhole } from '@open-ada/node-kit';
import { Command, InvalidArgumentError, Option } from 'commander';
import { gainsOf } from './gains.js';
import { requireHeldOut } from './held-out.js';
import { PUBLISHED } from './published.js';
import { readRows } from './result.js';
import type { Row } from './row.js';
import { runRows } from './run-rows.js';
import { tablesOf } from './table.js';

interface Options {
  steps: number[];
  minutes: number[];
  seeds: number[];
  teacher: string;
  trainOn: string;
  family: string;
  count: number;
  trials: number[];
  control: boolean;
  runs: string;
  out: string;
  list?: boolean;
  table?: boolean;
}

/** What an experiment is asked: the rows depend on it. */
type Asked = Pick<Options, 'seeds' | 'teacher' | 'trainOn' | 'steps'>;

export interface Experiment {
  name: string;
  description: string;
  rows(asked: Asked): Row[];
  /** Of the rows that have several, unless others are asked for. */
  seeds: number[];
  /** What else it asks for unless told otherwise. */
  defaults?: Partial<Pick<Options, 'steps' | 'minutes' | 'trainOn' | 'family' | 'count' | 'trials'>>;
  /** Pairs of titles whose difference the tables show. */
  versus: readonly (readonly [string, string])[];
}

const USUAL = {
  steps: [1e6, 2e6, 4e6],
  minutes: [3, 6, 12],
  trainOn: 'small',
  family: 'small',
  count: 256,
  trials: [1, 2, 3, 5, 8, 13],
};

const numbers = (text: string): number[] => {
  const list = text === '' ? [] : text.split(',').map(Number);
  if (!list.every((n) => Number.isFinite(n) && n > 0)) throw new InvalidArgumentError('Use numbers above 0: 1,2,3.');
  return list.sort((a, b) => a - b);
};

const wholeNumbers = (text: string): number[] => {
  const list = numbers(text);
  if (!list.every(Number.isSafeInteger)) throw new InvalidArgumentError('Use whole numbers: 1,2,3.');
  return list;
};

const wholeNumber = (text: string): number => {
  const [n, ...more] = wholeNumbers(text);
  if (n === undefined || more.length > 0) throw new InvalidArgumentError('Use one whole number.');
  return n;
};

/** `bench NAME`: trains and plays the rows of an experiment, or prints its tables. */
export function experimentCommand(
  { name, description, rows, seeds, defaults, versus }: Experiment,
  about: { commit: string | null; machine: Record<string, unknown> },
): Command {
  const usual = { ...USUAL, ...defaults };
  return new Command(name)
    .description(`${description} The same command continues; what is finished is not done again.`)
    .argument('[rows...]', 'names of rows, of all their seeds; all by default')
    .option('--list', 'print the rows and do nothing')
    .option('--table', 'print the tables of what is there, write them beside it, and do nothing else')
    .option('--teacher <file>', 'agent file of the teacher', 'checkpoints/teacher.safetensors')
    .option('--steps <list>', 'look after so many steps', wholeNumbers, usual.steps)
    .option('--minutes <list>', 'look after so many minutes of training', numbers, usual.minutes)
    .option('--seeds <list>', 'of the rows that have several', wholeNumbers, seeds)
    .option('--train-on <family>', 'what is trained on', usual.trainOn)
    .addOption(
      new Option('--family <name>', 'held-out family to play').choices(HELD_OUT_FAMILIES).default(usual.family),
    )
    .option('--count <n>', 'held-out tasks', wholeNumber, usual.count)
    .option('--trials <list>', 'numbers of trials k', wholeNumbers, usual.trials)
    .option('--no-control', 'skip the control with memory cleared between trials')
    .option('--runs <directory>', 'run directories', `runs/${name}`)
    .option('--out <directory>', 'raw results', `docs/results/${name}`)
    .action(async (wanted: string[], given: Options) => {
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      try {
        const all = rows(given).map((row) =>
          row.settings ? { ...row, settings: { ...PUBLISHED, ...row.settings } } : row,
        );
        if (given.table) return printTables(given.out, all, versus);
        const chosen = choose(all, wanted);
        if (given.list) return list(chosen);
        const { steps, minutes, family, count, trials: ks, control, runs, out } = given;
        if (steps.length + minutes.length === 0) throw new InputError('--steps or --minutes must name a mark.');
        requireHeldOut(family, count);
        requireWritable('--out', out);
        requireWritable('--runs', runs);
        const command = `pnpm ${withoutPlaces(process.argv.slice(1)).map(quoted).join(' ')}`;
        const options = { marks: { steps, minutes }, family, count, ks, control, runs, out, command, ...about };
        await runRows(chosen, { ...options, signal: stop.signal });
        printTables(out, all, versus);
      } catch (error) {
        process.stderr.write(`${(error as Error).message}\n`);
        process.exitCode = error instanceof InputError ? 2 : error instanceof Interrupted ? 130 : 1;
      }
    });
}

/** A command line without where its files lie, which is of one machine. */
export function withoutPlaces(args: readonly string[]): string[] {
  const places = ['--runs', '--out'];
  return args.filter((arg, i) => !places.includes(arg) && !places.includes(args[i - 1]));
}

/** An argument as a shell reads it. */
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
  const text = tablesOf(results, versus) + gainsOf(results);
  writeWhole(join(out, 'tables.md'), text);
  process.stdout.write(text);
}
