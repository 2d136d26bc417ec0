import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { MEMORIES } from '@open-ada/ada-agent';
import { FAMILIES } from '@open-ada/curriculum';
import { InputError, Interrupted } from '@open-ada/evaluation';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type AblationOptions, ablate, HEADER } from './ablations/ablate.js';
import { VARIATIONS } from './ablations/variations.js';
import { benchAct } from './act.js';
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
function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

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
program.addCommand(curriculumExperiment());

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

const count = (text: string): number => {
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 0) throw new InvalidArgumentError('Use a whole number.');
  return n;
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
  .action((options: LadderOptions) => climb(options, commit(), console.log));

const variations = Object.keys(VARIATIONS);
program
  .command('ablations')
  .description(
    'trains variations of the teacher for equally many frames and plays each on held-out tasks; continues where it stopped',
  )
  .argument('[names...]', `some of ${variations.join(', ')}; all by default`)
  .option('--frames <n>', 'training frames of each', count, 4e6)
  .option('--seed <n>', 'of training', count, 1)
  .option('--family <name>', 'what is trained on', 'ladder')
  .option('--evaluate <list>', 'held-out families to play', listOf(FAMILIES), ['make-by-hold'])
  .option('--count <n>', 'held-out tasks of each family', count, 512)
  .option('--trials <list>', 'numbers of trials k', numbers, [1, 4])
  .option('--runs <directory>', 'run directories', 'runs/ablations')
  .option('--out <directory>', 'where the figures are written', 'docs/results/ablations')
  .action(async (names: string[], options: AblationOptions) => {
    const unknown = names.find((name) => !variations.includes(name));
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    try {
      if (unknown !== undefined)
        throw new InputError(`there is no variation "${unknown}"; use some of ${variations.join(', ')}.`);
      console.log(HEADER);
      await ablate(names.length > 0 ? names : variations, options, commit(), stop.signal);
    } catch (error) {
      console.error((error as Error).message);
      process.exitCode = error instanceof InputError ? 2 : error instanceof Interrupted ? 130 : 1;
    }
  });

for (const experiment of [distillation, scaling]) {
  program.addCommand(experimentCommand(experiment, { commit: commit(), machine: machine() }));
}

await program.parseAsync();
