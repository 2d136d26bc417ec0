// `pnpm bench curriculum`: what each curriculum does to the held-out score, at equal steps and at equal minutes.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CURRICULA, type Curriculum, FAMILIES, HELD_OUT_FAMILIES } from '@open-ada/curriculum';
import { InputError, writeWhole } from '@open-ada/node-kit';
import { readCheckpoint } from '@open-ada/rollout';
import { type MetricsLine, mergeConfig, newestCheckpoint, type RunConfig, train, type Value } from '@open-ada/training';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ExperimentRun, type Point, summaryOf } from './curriculum-summary.js';
import { playHeldOut } from './runner/held-out.js';
import { PUBLISHED } from './runner/published.js';

interface Given {
  initial: string;
  curricula: Curriculum[];
  seeds: number[];
  family: string;
  evalFamily?: string;
  steps: number;
  minutes: number;
  points: number;
  count: number;
  trials: number[];
  repeats: number;
  runs: string;
  out: string;
  settings: string;
}

const number =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least))
      throw new InvalidArgumentError(`It must be a number, at least ${least}.`);
    return value;
  };
const numbers = (text: string): number[] => text.split(',').map(number(0));

function curricula(text: string): Curriculum[] {
  return text.split(',').map((name) => {
    const found = CURRICULA.find((each) => each === name);
    if (!found) throw new InvalidArgumentError(`There is no curriculum "${name}"; use some of ${CURRICULA.join(',')}.`);
    return found;
  });
}

/** The experiment as a command; the same command again goes on where it was stopped. */
export function curriculumExperiment(): Command {
  return new Command('curriculum')
    .description(
      'trains each curriculum from the same agent and scores it on held-out tasks on the way; goes on where it was stopped',
    )
    .requiredOption('--initial <file>', 'agent file that every run starts from')
    .option('--curricula <list>', 'which of them', curricula, [...CURRICULA])
    .option('--seeds <list>', 'seeds of training, one run each', numbers, [1])
    .addOption(new Option('--family <name>', 'trained on').choices(['staged', ...FAMILIES]).default('small'))
    .addOption(
      new Option('--eval-family <name>', 'scored on (default: the one trained on, else small)').choices(
        HELD_OUT_FAMILIES,
      ),
    )
    .option('--steps <n>', 'learned by each run; 0: until the minutes are over', number(0), 2_000_000)
    .option('--minutes <m>', 'of training of each run; 0: until the steps are learned', number(0), 0)
    .option('--points <n>', 'scores on the way, evenly over the steps and over the minutes', number(1), 4)
    .option('--count <n>', 'held-out tasks of a score', number(1), 200)
    .option('--trials <list>', 'numbers of trials k that are scored', numbers, [1, 4])
    .option('--repeats <n>', 'episodes of every task and k', number(1), 1)
    .option('--runs <directory>', 'run directories', 'runs/curriculum')
    .option('--out <directory>', 'one raw file per run, and summary.md', 'docs/results/curriculum')
    .option('--settings <json>', 'changes to the training settings of all runs', '{}')
    .action(async (given: Given) => {
      try {
        await run(given);
      } catch (error) {
        console.error((error as Error).message);
        process.exit(error instanceof InputError ? 2 : 1);
      }
    });
}

async function run(given: Given): Promise<void> {
  if (given.steps === 0 && given.minutes === 0) throw new InputError('--steps, --minutes: one must be above 0.');
  const plans = given.seeds.flatMap((seed) => given.curricula.map((curriculum) => ({ curriculum, seed })));
  // Before anything is written.
  readCheckpoint(given.initial);
  for (const { curriculum, seed } of plans) configOf(given, curriculum, seed);
  mkdirSync(given.out, { recursive: true });
  for (const { curriculum, seed } of plans) {
    await runOne(given, configOf(given, curriculum, seed), join(given.out, `${curriculum}-${seed}.json`));
    writeFileSync(join(given.out, 'summary.md'), summaryOf(readRuns(given.out)));
  }
}

function configOf(given: Given, curriculum: Curriculum, seed: number): RunConfig {
  const { family, initial, runs, steps, minutes } = given;
  const run = join(runs, `${curriculum}-${seed}`);
  const fixed = { curriculum, seed, family, initial, run, steps, minutes, evalMinutes: 0 };
  return mergeConfig({ ...PUBLISHED, ...settingsOf(given.settings), ...fixed });
}

function settingsOf(text: string): Record<string, Value> {
  try {
    return JSON.parse(text) as Record<string, Value>;
  } catch {
    throw new InputError(`--settings ${text}: expected a JSON object.`);
  }
}

function readRuns(directory: string): ExperimentRun[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as ExperimentRun);
}

/** Budgets at which a run is scored, rising. */
function targets(given: Given): { steps: number[]; minutes: number[] } {
  const parts = Array.from({ length: given.points }, (_, i) => (i + 1) / given.points);
  return {
    steps: given.steps > 0 ? parts.map((part) => Math.round(part * given.steps)) : [],
    minutes: given.minutes > 0 ? parts.map((part) => part * given.minutes) : [],
  };
}

async function runOne(given: Given, config: RunConfig, file: string): Promise<void> {
  const name = `${config.curriculum}, seed ${config.seed}`;
  const record = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as ExperimentRun)
    : await begin(given, config);
  const all = targets(given);
  for (;;) {
    const last = record.points[record.points.length - 1];
    const steps = all.steps.find((target) => target > last.steps);
    const minutes = all.minutes.find((target) => target > last.minutes);
    // A run ends with the larger of the two budgets, so that each has all of its points.
    if (steps === undefined && minutes === undefined) break;
    if (last.steps > 0 && newestCheckpoint(join(config.run, 'checkpoints')).found === undefined) {
      throw new InputError(`${file} has points, but ${config.run} has no checkpoint to go on from; remove the file.`);
    }
    const lines: MetricsLine[] = [];
    const outcome = await train(
      { ...config, steps: steps ?? 0, minutes: minutes ?? 0 },
      { onMetrics: (line) => lines.push(line) },
    );
    record.log.push(...lines.filter((line) => line.steps > last.steps).map(thinned));
    const at = [
      ...(steps !== undefined && outcome.steps >= steps ? (['steps'] as const) : []),
      ...(minutes !== undefined && outcome.minutes >= minutes ? (['minutes'] as const) : []),
    ];
    const agent = join(newestCheckpoint(join(config.run, 'checkpoints')).found!.path, 'agent.safetensors');
    const { playedSteps = outcome.steps } = record.log.at(-1) ?? {};
    record.points.push({ ...(await score(given, agent)), ...outcomeOf(outcome), playedSteps, at });
    writeWhole(file, `${JSON.stringify(record)}\n`);
    console.error(`${name}: ${describe(record.points.at(-1)!)}`);
  }
}

const outcomeOf = ({ steps, minutes }: { steps: number; minutes: number }) => ({ steps, minutes });

async function begin(given: Given, config: RunConfig): Promise<ExperimentRun> {
  const { initial: _path, run: _run, steps: _steps, minutes: _minutes, ...settings } = config;
  const { sha256: initial } = readCheckpoint(given.initial);
  const evaluation = { family: evalFamily(given), count: given.count, repeats: given.repeats, seed: 1 };
  // Another run has played the same agent on the same tasks.
  const same = readRuns(given.out).find(
    (run) => run.initial === initial && JSON.stringify(run.evaluation) === JSON.stringify(evaluation),
  );
  const start: Point = same?.points[0] ?? {
    ...(await score(given, given.initial)),
    steps: 0,
    playedSteps: 0,
    minutes: 0,
    at: ['start'],
  };
  const { curriculum, seed, family } = config;
  return { curriculum, seed, family, initial, settings, evaluation, points: [start], log: [] };
}

const evalFamily = ({ evalFamily, family }: Given) => evalFamily ?? (family === 'staged' ? 'small' : family);

async function score(given: Given, agentFile: string): Promise<Pick<Point, 'scores' | 'byTask' | 'agent'>> {
  const checkpoint = readCheckpoint(agentFile);
  const { count, trials: ks, repeats } = given;
  const result = await playHeldOut(checkpoint, evalFamily(given), { count, ks, repeats, control: false });
  const byTask = Object.fromEntries(ks.map((k) => [k, result.perTask.map((task) => task.score[k])]));
  return { agent: checkpoint.sha256, scores: result.k, byTask };
}

/** What a plot of the run needs of a line. */
function thinned({
  steps,
  playedSteps,
  minutes,
  returnByTrial,
  proposals,
  archives,
}: MetricsLine): ExperimentRun['log'][number] {
  return { steps, playedSteps, minutes, returnByTrial, proposals, archives };
}

function describe({ steps, playedSteps, minutes, scores }: Point): string {
  const means = Object.entries(scores).map(([k, { mean }]) => `k = ${k}: ${mean.toFixed(3)}`);
  return `${steps} steps learned, ${playedSteps} played, ${minutes.toFixed(1)} minutes; mean score ${means.join(', ')}`;
}
