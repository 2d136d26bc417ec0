import { currentCommit, machine } from '@open-ada/node-kit';
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

/** The commit that is measured, or null outside a repository. */
const commit = (): string | null => currentCommit() ?? null;

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
const program = new Command('bench')
  .description('measures this machine')
  .argument('[what]', `one of ${names}; all of them by default`)
  .option('--json', 'one JSON object on standard output')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(async (what: string | undefined, { json = false }: { json?: boolean }) => {
    if (what !== undefined && BENCHES[what] === undefined) {
      console.error(`There is no bench "${what}"; use one of ${names}.`);
      process.exit(2);
    }
    const figures: Figures = {};
    for (const name of what === undefined ? Object.keys(BENCHES) : [what]) {
      Object.assign(figures, await BENCHES[name]());
    }
    if (json) console.log(JSON.stringify({ figures, machine: machine(), commit: commit() }));
    else printTable(figures);
  });

await program.parseAsync();
