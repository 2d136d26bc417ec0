import { currentCommit, InputError, machine } from '@open-ada/node-kit';
import { runCommand, wholeNumber } from '@open-ada/node-kit/command';
import { Command } from 'commander';
import { benchAct } from './act.js';
import { benchDistill } from './distill.js';
import type { Figures } from './figure.js';
import { benchLearn } from './learn.js';
import { benchSim } from './sim.js';
import { benchTensors } from './tensors.js';
import { benchTrain } from './train.js';

const BENCHES: Record<string, (rounds?: number) => Promise<Figures>> = {
  sim: benchSim,
  tensors: benchTensors,
  act: benchAct,
  learn: benchLearn,
  train: benchTrain,
  distill: benchDistill,
};

/** Five significant digits, without an exponent. */
const readable = (value: number | null): string => (value === null ? '-' : String(Number(value.toPrecision(5))));

function printTable(figures: Figures): void {
  const names = Object.keys(figures);
  const width = Math.max(...names.map((name) => name.length));
  for (const name of names) {
    const { value, unit } = figures[name];
    console.log(`${name.padEnd(width)}  ${readable(value).padStart(10)}  ${unit}`);
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
        Object.assign(figures, await BENCHES[name](rounds));
      }
      if (json) console.log(JSON.stringify({ figures, machine: machine(), commit: currentCommit() ?? null }));
      else printTable(figures);
    }),
);
