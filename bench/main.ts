import { currentCommit, InputError, machine } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import { Command } from 'commander';
import { benchAct } from './act.js';
import { benchDistill } from './distill.js';
import type { Figures } from './figure.js';
import { benchLearn } from './learn.js';
import { benchSim } from './sim.js';
import { benchTensors } from './tensors.js';
import { benchTrain } from './train.js';

const BENCHES: Record<string, () => Promise<Figures>> = {
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
    .option('--json', 'one JSON object on standard output')
    .action(async (what: string | undefined, { json = false }: { json?: boolean }) => {
      if (what !== undefined && BENCHES[what] === undefined) {
        throw new InputError(`There is no bench "${what}"; use one of ${names}.`);
      }
      const figures: Figures = {};
      for (const name of what === undefined ? Object.keys(BENCHES) : [what]) {
        Object.assign(figures, await BENCHES[name]());
      }
      if (json) console.log(JSON.stringify({ figures, machine: machine(), commit: currentCommit() ?? null }));
      else printTable(figures);
    }),
);
