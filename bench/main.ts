import { currentCommit, InputError, machine } from '@open-ada/node-kit';
import { runCommand, wholeNumber } from '@open-ada/node-kit/command';
import { ProgressLine, table, terminalWidth } from '@open-ada/node-kit/terminal';
import { Command } from 'commander';
import { benchAct } from './act.js';
import { benchDistill } from './distill.js';
import { benchDreamer } from './dreamer.js';
import type { Begin, Figures } from './figure.js';
import { benchLearn } from './learn.js';
import { benchSim } from './sim.js';
import { benchTensors } from './tensors.js';
import { benchTrain } from './train.js';

/** Each bench, with the number of its parts: how often it says what it measures next. */
const BENCHES: Record<string, { measure: (begin: Begin, rounds?: number) => Promise<Figures>; parts: number }> = {
  sim: { measure: benchSim, parts: 11 },
  tensors: { measure: benchTensors, parts: 15 },
  act: { measure: benchAct, parts: 3 },
  learn: { measure: benchLearn, parts: 3 },
  train: { measure: benchTrain, parts: 2 },
  distill: { measure: benchDistill, parts: 3 },
  dreamer: { measure: benchDreamer, parts: 3 },
};

/** Five significant digits, without an exponent. */
const readable = (value: number | null): string => (value === null ? '-' : String(Number(value.toPrecision(5))));

function printTable(figures: Figures): void {
  const rows = Object.entries(figures).map(([name, { value, unit }]) => [name, readable(value), unit]);
  const width = terminalWidth(process.stdout);
  for (const line of table(rows, { width, right: (column) => column === 1, words: true })) console.log(line);
}

async function measure(name: string, rounds?: number): Promise<Figures> {
  const { measure, parts } = BENCHES[name];
  const progress = new ProgressLine(`bench ${name}`);
  let begun = 0;
  try {
    return await measure((what) => progress.begin(Math.min(begun++, parts) / parts, what), rounds);
  } finally {
    progress.close();
  }
}

const names = Object.keys(BENCHES).join(', ');
await runCommand(
  new Command('bench')
    .description('measures this machine')
    .argument('[what]', `one of ${names}; all of them by default`)
    .option('--rounds <n>', 'at most so many rounds of each measurement of sim: rough figures, soon', wholeNumber(1))
    .option('--json', 'one JSON object on standard output')
    .action(async (what: string | undefined, { json = false, rounds }: { json?: boolean; rounds?: number }) => {
      if (what !== undefined && BENCHES[what] === undefined) {
        throw new InputError(`There is no bench "${what}"; use one of ${names}.`);
      }
      const figures: Figures = {};
      for (const name of what === undefined ? Object.keys(BENCHES) : [what]) {
        Object.assign(figures, await measure(name, rounds));
      }
      if (json) console.log(JSON.stringify({ figures, machine: machine(), commit: currentCommit() ?? null }));
      else printTable(figures);
    }),
);
