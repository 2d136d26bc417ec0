import { basename, join } from 'node:path';
import { InputError, requireWritable, stopSignal, writeWhole } from '@open-ada/node-kit';
import { terminalWidth } from '@open-ada/node-kit/terminal';
import { Command } from 'commander';
import type { About } from '../runner/command.js';
import { requireHeldOut } from '../runner/held-out.js';
import { readRows } from '../runner/row-files.js';
import { runRows } from '../runner/run-rows.js';
import { tablesOf } from '../runner/table.js';
import { readSweep } from './sweep-file.js';
import { sweepTable } from './sweep-table.js';

interface Options {
  runs?: string;
  out?: string;
  list?: boolean;
  table?: boolean;
}

/** `sweep FILE`: trains and scores the rows of a file. */
export const sweepCommand = (about: About): Command =>
  new Command('sweep')
    .description(
      'Trains the rows of a JSON file, each with each seed, scores them on held-out tasks, and prints a table. ' +
        'The same command continues; what is finished is not done again.',
    )
    .argument('<file>', 'what to train, as in examples/sweep.json; docs/sweeps.md says what it can hold')
    .option('--list', 'print the rows and do nothing')
    .option('--table', 'print the table of what is there, write it beside the rows, and do nothing else')
    .option('--runs <directory>', 'run directories (default: runs/sweep-NAME)')
    .option('--out <directory>', 'a JSON file for each row, and tables.md (default: results/sweep-NAME)')
    .action((file: string, options: Options) => sweep(file, options, about));

async function sweep(file: string, { list, table, ...places }: Options, about: About): Promise<void> {
  const asked = readSweep(file);
  const { name, rows, marks, protocol } = asked;
  const { runs = `runs/sweep-${name}`, out = `results/sweep-${name}` } = places;
  if (list) {
    for (const row of rows) process.stdout.write(`${row.name}\n`);
    return;
  }
  if (!table) {
    requireHeldOut(protocol.family, protocol.count);
    requireWritable('--out', out);
    requireWritable('--runs', runs);
    const command = `pnpm sweep ${basename(file)}`;
    await runRows(rows, { marks, protocol, runs, out, command, ...about, signal: stopSignal() });
  }
  const results = readRows(out);
  const lines = sweepTable(asked, results, terminalWidth(process.stdout));
  if (lines.length === 0) throw new InputError(`there is no result of ${file} in ${out} yet.`);
  writeWhole(join(out, 'tables.md'), tablesOf(results, []));
  process.stdout.write(
    `${lines.join('\n')}\nEach row is a file in ${out}, with intervals in ${join(out, 'tables.md')}.\n`,
  );
}
