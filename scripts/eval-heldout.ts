// `pnpm eval:heldout`: the held-out protocol for one agent file.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { FAMILIES } from '@open-ada/curriculum';
import { evaluate, InputError, type Mode, readCheckpoint, readHeldOut, readNormalisers } from '@open-ada/evaluation';
import { Command, Option } from 'commander';
import { runCommand } from './command-line.js';
import { currentCommit } from './commit.js';
import { evaluationTable } from './evaluation-table.js';
import { ProgressLine } from './progress-line.js';
import { newestAgent } from './teacher-file.js';

interface Given {
  checkpoint?: string;
  family: string;
  tasks: string;
  count: string;
  trials: string;
  repeats: string;
  seed: string;
  mode: Mode;
  workers: string;
  control: boolean;
  out: string;
  json?: boolean;
}

await runCommand(
  new Command('eval:heldout')
    .description(
      'Plays the frozen held-out tasks of a family and reports scores by number of trials k, with intervals.',
    )
    .option(
      '--checkpoint <file>',
      'agent file (default: the newest of runs/student or runs/teacher, else the released one)',
    )
    .addOption(new Option('--family <name>', 'task family').choices([...FAMILIES]).default('make-by-hold'))
    .option('--tasks <directory>', 'the frozen tasks and their manifest', 'tasks/heldout')
    .option('--count <n>', 'the first n tasks of the file', '1000')
    .option('--trials <list>', 'numbers of trials k', '1,2,3,5,8,13')
    .option('--repeats <n>', 'episodes of every task and k', '1')
    .option('--seed <n>', 'of starting headings and choices', '1')
    .addOption(new Option('--mode <mode>', 'how the agent chooses').choices(['sample', 'greedy']).default('sample'))
    .option('--workers <n>', 'threads (the figures do not depend on it)', 'auto')
    .option('--no-control', 'skip the control with memory cleared between trials')
    .option('--out <directory>', 'where the result is written', 'results')
    .option('--json', 'print one JSON object on standard output')
    .action(run),
);

async function run(given: Given): Promise<void> {
  const count = wholeNumber('--count', given.count);
  const repeats = wholeNumber('--repeats', given.repeats);
  const seed = wholeNumber('--seed', given.seed, 0);
  const workers = given.workers === 'auto' ? availableParallelism() : wholeNumber('--workers', given.workers);
  const ks = [...new Set(given.trials.split(',').map((k) => wholeNumber('--trials', k.trim())))].sort((a, b) => a - b);
  const file = given.checkpoint ?? defaultCheckpoint();
  const checkpoint = readCheckpoint(file);
  const heldOut = readHeldOut(given.tasks, given.family);
  if (count > heldOut.tasks.length)
    throw new InputError(`--count ${count}: ${heldOut.file} has ${heldOut.tasks.length} tasks.`);

  process.stderr.write(`checkpoint ${file}\n`);
  const normalisers = await readNormalisers(given.tasks, heldOut, checkpoint.simulation, workers);
  const progress = new ProgressLine('playing');
  const result = await evaluate({
    checkpoint,
    heldOut,
    normalisers: normalisers.rewards,
    count,
    ks,
    repeats,
    seed,
    mode: given.mode,
    control: given.control,
    workers,
    onProgress: ({ frames, done }) => progress.show(done, `${frames.toLocaleString('en')} frames`),
  });
  progress.close();
  const report = { ...result, commit: currentCommit() ?? null };
  const text = `${JSON.stringify(report, null, given.json ? undefined : 2)}\n`;
  mkdirSync(given.out, { recursive: true });
  const out = join(given.out, `heldout-${given.family}-${result.checkpoint.sha256.slice(0, 8)}.json`);
  writeFileSync(out, text);
  process.stdout.write(given.json ? text : evaluationTable(result));
  process.stderr.write(`written to ${out}\n`);
}

function defaultCheckpoint(): string {
  const file = newestAgent('runs/student') ?? newestAgent('runs/teacher') ?? 'checkpoints/student.safetensors';
  if (existsSync(file)) return file;
  throw new InputError('there is no checkpoint yet: run train:teacher first, or give an agent file with --checkpoint.');
}

function wholeNumber(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && Number.isSafeInteger(value)) return value;
  throw new InputError(`${option} "${text}": expected a whole number of at least ${least}.`);
}
