import { HELD_OUT_FAMILIES } from '@open-ada/curriculum';
import { InputError, readText } from '@open-ada/node-kit';
import { firstFault } from '@open-ada/production-rules';
import { agentFile, type Given, mergeConfig, optionName } from '@open-ada/training';
import * as z from 'zod';
import type { Protocol } from '../runner/protocol.js';
import { type Marks, type Row, withSeeds } from '../runner/row.js';

const settings = z.record(z.string(), z.unknown());
const atLeastOne = z.int().min(1);
const list = <T extends z.ZodType>(each: T) => z.array(each).min(1);

const play = z.strictObject({
  family: z.enum(HELD_OUT_FAMILIES).meta({ description: 'Held-out family that the agents are scored on.' }),
  count: atLeastOne.default(256).meta({ description: 'Number of held-out tasks, from the start of the file.' }),
  trials: list(atLeastOne)
    .default([1, 5])
    .meta({ description: 'Numbers of trials k of an episode.', expects: 'a list of whole numbers from 1' }),
  repeats: atLeastOne.default(1).meta({ description: 'Episodes of each task and k.' }),
  control: z.boolean().default(true).meta({ description: 'Whether the control with memory reset is played as well.' }),
});

const sweepFile = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]+$/)
    .meta({ description: 'Name of the sweep.', expects: 'letters, digits, ".", "-" and "_"' }),
  seeds: list(z.int().min(0)).default([1]).meta({ description: 'Each row is trained once with each seed.' }),
  settings: settings.default({}).meta({ description: 'Settings of all rows.', expects: 'an object' }),
  rows: z
    .record(z.string().regex(/^[\w.=-]+$/), settings)
    .default({})
    .meta({
      description: 'Settings of each row, by its name. They come before those of all rows.',
      expects: 'an object with an object of settings by row; names have letters, digits, ".", "=", "-" and "_"',
    }),
  grid: z
    .record(z.string(), list(z.union([z.number(), z.string(), z.boolean()])))
    .default({})
    .meta({
      description: 'Values of some settings: there is a row for each combination, and for each of `rows`.',
      expects: 'an object with a list of values by setting',
    }),
  steps: z.array(atLeastOne).default([]).meta({ description: 'The agents are scored after so many steps.' }),
  minutes: z.array(z.number().gt(0)).default([]).meta({ description: 'The same in minutes of training.' }),
  play,
});

/** A sweep: its rows, when they are played, and how. */
export interface Sweep {
  name: string;
  rows: Row[];
  marks: Marks;
  protocol: Protocol;
}

/** Settings that a sweep says elsewhere, and where. */
const ELSEWHERE: Record<string, string> = {
  run: '--runs',
  seed: '/seeds',
  steps: '/steps',
  minutes: '/minutes',
};

/**
 * Reads the file of a sweep.
 * @throws InputError of one sentence that names the file and the place of the fault
 */
export function readSweep(file: string): Sweep {
  const refuse = (fault: string): never => {
    throw new InputError(`${file}: ${fault.replace(/\.$/, '')}.`);
  };
  const value = parseJson(readText(file), refuse);
  const fault = firstFault(sweepFile, value);
  if (fault !== undefined) refuse(fault);
  const { name, seeds, settings: shared, rows, grid, steps, minutes, play: protocol } = sweepFile.parse(value);
  if (steps.length + minutes.length === 0) refuse('/steps or /minutes must say when the agents are scored');
  for (const [place, given] of placesOf(shared, grid, rows)) {
    const key = Object.keys(given).find((each) => each in ELSEWHERE);
    if (key !== undefined) refuse(`${place}/${key} is what ${ELSEWHERE[key]} says`);
  }
  const all = combined(Object.keys(rows).length > 0 ? rows : { '': {} }, grid).flatMap(([row, own]) =>
    withSeeds(rowOf(row || 'default', { ...shared, ...own } as Given, refuse), [...new Set(seeds)]),
  );
  const twice = all.find((row, i) => all.findIndex((each) => each.name === row.name) !== i);
  if (twice) refuse(`two rows are called "${twice.name}"; give one of them another name`);
  return { name, rows: all, marks: { steps, minutes }, protocol };
}

/** All parts of a file that hold settings, by JSON path. */
function placesOf(shared: object, grid: object, rows: Record<string, object>): [path: string, settings: object][] {
  const own = Object.entries(rows).map(([row, of]): [string, object] => [`/rows/${row}`, of]);
  return [['/settings', shared], ['/grid', grid], ...own];
}

function parseJson(text: string, refuse: (fault: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(`this is not JSON (${(error as Error).message.split('\n')[0]})`);
  }
}

type NamedSettings = [name: string, settings: Record<string, unknown>];

/** Every row with every combination of the grid's values. */
function combined(rows: Record<string, Record<string, unknown>>, grid: Record<string, unknown[]>): NamedSettings[] {
  return Object.entries(grid).reduce<NamedSettings[]>(
    (before, [key, values]) =>
      before.flatMap(([name, own]) =>
        values.map((value): NamedSettings => {
          const part = `${optionName(key)}=${value}`.replace(/[^\w.=-]/g, '-');
          return [name === '' ? part : `${name}-${part}`, { ...own, [key]: value }];
        }),
      ),
    Object.entries(rows),
  );
}

/** A row whose settings are those of a run. */
function rowOf(name: string, given: Given, refuse: (fault: string) => never): Omit<Row, 'seed'> {
  const { initial, ...own } = given;
  try {
    mergeConfig({ ...own, run: name, steps: 1 });
    const from = initial ? { initial: agentFile(String(initial), '--initial') } : {};
    return { name, title: name, settings: own, ...from };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return refuse(`row "${name}": ${error.message}`);
  }
}
