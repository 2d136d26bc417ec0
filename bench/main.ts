import { cpus, totalmem } from 'node:os';
import { MEMORIES } from '@open-ada/ada-agent';
import { currentCommit, InputError } from '@open-ada/evaluation';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ablations } from './ablations.js';
import { benchAct } from './act.js';
import { adaptation } from './adaptation.js';
import { curriculumExperiment } from './curriculum-experiment.js';
import { benchDistill } from './distill.js';
import { distillation } from './distillation.js';
import { experimentCommand } from './experiment/command.js';
import type { Figures } from './figure.js';
import { climb, type LadderOptions } from './ladder/ladder.js';
import { PROBLEMS } from './ladder/problems.js';
import { benchLearn } from './learn.js';
import { scaling } from './scaling.js';
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

const machine = () => ({
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cores: cpus().length,
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
});

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
const listOf =
  <T extends string>(choices: readonly T[]) =>
  (text: string): T[] => {
    const wrong = text.split(',').find((each) => !choices.includes(each as T));
    if (wrong !== undefined)
      throw new InvalidArgumentError(`There is no "${wrong}"; use some of ${choices.join(', ')}.`);
    return text.split(',') as T[];
  };

const numbers = (text: string): number[] => {
  const list = text.split(',').map(Number);
  if (!list.every((n) => Number.isSafeInteger(n) && n >= 0))
    throw new InvalidArgumentError('Use whole numbers: 1,2,3.');
  return list;
};

const problems = PROBLEMS.map(({ name }) => name);
program
  .command('ladder')
  .description(
    'trains the real agent and learners on small problems, from a bandit to a meta-bandit, and keeps the curves',
  )
  .option('--problems <list>', `some of ${problems.join(', ')}`, listOf(problems), problems)
  .option('--learners <list>', 'muesli, ppo', listOf(['muesli', 'ppo'] as const), ['muesli', 'ppo'])
  .addOption(new Option('--memory <kind>', 'what the agent remembers with').choices(MEMORIES).default('transformer-xl'))
  .addOption(
    new Option('--backend <name>', 'what runs the tensors')
      .choices(['onnx-cpu', 'tfjs-cpu', 'tfjs-node-gpu'])
      .default('onnx-cpu'),
  )
  .option('--seeds <list>', 'one run each', numbers, [1, 2, 3])
  .option('--out <directory>', 'where the curves are written', 'docs/results/ladder')
  .action((options: LadderOptions) =>
    climb(options, commit(), console.log).catch((error: Error) => {
      console.error(error.message);
      process.exitCode = error instanceof InputError ? 2 : 1;
    }),
  );

const about = { commit: commit(), machine: machine() };
const experiments = [adaptation, ablations, distillation, scaling].map((each) => experimentCommand(each, about));
// Wrong options exit 2 as `program`'s own do.
for (const command of [curriculumExperiment(), ...experiments]) {
  program.addCommand(command.copyInheritedSettings(program));
}

await program.parseAsync();
