import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { originOf } from '@open-ada/evaluation';
import { InputError, readText, requireWritable, stopSignal, writeText, writeWhole } from '@open-ada/node-kit';
import { jsonObject, numbersOf, wholeNumber } from '@open-ada/node-kit/command';
import { terminalWidth } from '@open-ada/node-kit/terminal';
import { type Checkpoint, readCheckpoint } from '@open-ada/rollout';
import { agentFile, agentOf, mergeConfig, type Given as Settings, startingAgent } from '@open-ada/training';
import { Command, Option } from 'commander';
import { type About, commandLine } from '../runner/command.js';
import { forTerminal } from '../runner/markdown.js';
import { RowProgress } from '../runner/row-progress.js';
import { curveOf, trainToMarks } from '../runner/train-row.js';
import { type PairResult, readPairs, refuseOthers, refuseOtherTasks, writePair } from './pair-result.js';
import { pairTables } from './pair-table.js';
import { pairTasks, requirePairs, TASK_SETS, type TaskSet } from './pair-tasks.js';
import { playPairs } from './play-pairs.js';

interface Given {
  initial?: string;
  steps: number[];
  seeds: number[];
  tasks: TaskSet;
  count: number;
  trials: number[];
  repeats: number;
  settings: Settings;
  replays: number;
  runs: string;
  out?: string;
  table?: boolean;
}

/** Settings that an option of the experiment says. */
const ELSEWHERE: Record<string, string> = {
  ...{ initial: '--initial', steps: '--steps', seed: '--seeds', run: '--runs' },
  ...{ players: 'the experiment', minutes: '--steps' },
};

/** `experiment two-players`: trains agents for two from an agent for one, and asks what the paper asks of two. */
export function twoPlayersCommand(about: About): Command {
  const wholeNumbers = numbersOf(wholeNumber(1));
  return new Command('two-players')
    .description(
      'Trains agents of two players from an agent of one, and plays them in self-play, with memory reset, beside the random ' +
        'policy and beside an idle player. The same command continues; what is finished is not done again.',
    )
    .option(
      '--initial <agent>',
      'agent file, run directory or "released" that every run starts from, also played itself; must be given',
    )
    .option('--steps <list>', 'play the agents after so many steps', wholeNumbers, [2_000_000])
    .option('--seeds <list>', 'one run each', wholeNumbers, [1, 2, 3])
    .addOption(
      new Option(
        '--tasks <which>',
        'validation: tasks of the training side that no run trains on; held-out: the frozen ones, to be read once for each agent that is released',
      )
        .choices(TASK_SETS)
        .default('validation'),
    )
    .option('--count <n>', 'number of tasks', wholeNumber(1), 256)
    .option('--trials <list>', 'numbers of trials k', wholeNumbers, [1, 3, 5])
    .option('--repeats <n>', 'episodes of every task and k', wholeNumber(1), 1)
    .option('--settings <json>', 'changes to the settings of the preset imitation', jsonObject, {})
    .option('--replays <n>', 'replays worth watching to keep of each agent, in its run directory', wholeNumber(0), 3)
    .option('--table', 'print the tables of what is there, write them beside it, and do nothing else')
    .option('--runs <directory>', 'run directories', 'runs/two-players')
    .option('--out <directory>', 'raw results and tables.md (default: docs/results/two-players/TASKS)')
    .action((given: Given) => run(given, about));
}

async function run(given: Given, about: About): Promise<void> {
  const { tasks, count, trials, repeats, settings, runs, replays } = given;
  const out = given.out ?? join('docs/results/two-players', tasks);
  if (given.table) return printTables(out);
  if (given.initial === undefined) throw new InputError('Say with --initial which agent the runs start from.');
  const elsewhere = Object.keys(settings).find((key) => key in ELSEWHERE);
  if (elsewhere !== undefined) throw new InputError(`--settings: /${elsewhere} is what ${ELSEWHERE[elsewhere]} says.`);
  const initial = readCheckpoint(agentFile(given.initial, '--initial'));
  const configOf = (seed: number, name: string) => {
    const own = { evalMinutes: 0, logSeconds: 20, preset: 'imitation', ...settings, players: 2 };
    return mergeConfig({ ...own, initial: initial.file, seed, steps: 1, run: join(runs, name) });
  };
  const seeds = [...new Set(given.seeds)];
  const protocol = { tasks, count, trials: [...trials].sort((a, b) => a - b), repeats };
  const start = configOf(seeds[0], 'start');
  const startFile = startingAgent(start);
  requirePairs(tasks, count);
  requireWritable('--out', out);
  requireWritable('--runs', runs);
  refuseOthers(out, { protocol, initial, config: start });

  // Paths are specific to one machine.
  const origin = { ...originOf(initial), file: basename(initial.file) };
  const command = commandLine().replace(given.initial, basename(given.initial));
  const signal = stopSignal();
  const marks = { steps: given.steps, minutes: [] };
  let drawn: ReturnType<typeof pairTasks> | undefined;
  const play = async (name: string, mark: PairResult['mark'], file: string, seed: number, progress: RowProgress) => {
    const checkpoint = readCheckpoint(file);
    const stored = join(out, `${name}.json`);
    if (existsSync(stored) && (JSON.parse(readText(stored)) as PairResult).sha256 === checkpoint.sha256) return;
    const { commit } = about;
    const directory = join(runs, mark === 'start' ? 'start' : `seed-${seed}`);
    const onProgress = (what: string, done: number, found = 0) => progress.played(what, done, found);
    const drawing = { workers: availableParallelism(), signal, onProgress };
    drawn ??= pairTasks(tasks, count, checkpoint.simulation, drawing);
    const { heldOut, references } = await drawn;
    refuseOtherTasks(out, { tasks: heldOut.sha256, references: references.sha256 });
    const played = await playPairs(checkpoint, {
      ...{ protocol, heldOut, references, directory, replays, mark, commit, signal, onProgress },
      workers: drawing.workers,
    });
    mkdirSync(out, { recursive: true });
    const config = { ...configOf(seed, name), run: name, initial: '' };
    writePair(out, {
      ...{ name, mark, seed, command, ...about, parameters: agentOf(config).parameters.size },
      ...{ sha256: checkpoint.sha256, ...trainedFor(checkpoint), initial: origin, config, protocol },
      ...played,
      curve: curveOf(directory).map(({ steps, minutes, stepsPerSecond, returnByTrial }) => ({
        ...{ steps, minutes, stepsPerSecond, returnByTrial },
      })),
    });
  };

  await withProgress('start', marks, async (progress) => {
    const file = join(runs, 'start', 'agent.safetensors');
    mkdirSync(join(runs, 'start'), { recursive: true });
    writeWhole(file, startFile);
    await play('start', 'start', file, seeds[0], progress);
  });
  for (const [i, seed] of seeds.entries()) {
    await withProgress(`seed ${seed} (${i + 1} of ${seeds.length})`, marks, async (progress) => {
      const hooks = {
        signal,
        commit: about.commit ?? undefined,
        onStart: () => progress.note('compiling the networks'),
        onNote: (text: string) => progress.note(text),
        onMetrics: (line: Parameters<RowProgress['trained']>[0]) => progress.trained(line),
      };
      for await (const { file, mark } of trainToMarks(configOf(seed, `seed-${seed}`), marks, hooks)) {
        await play(`seed-${seed}-${mark}`, mark as PairResult['mark'], file, seed, progress);
      }
    });
  }
  printTables(out);
}

async function withProgress(
  label: string,
  marks: ConstructorParameters<typeof RowProgress>[1],
  work: (progress: RowProgress) => Promise<void>,
): Promise<void> {
  const progress = new RowProgress(label, marks);
  try {
    await work(progress);
  } finally {
    progress.close();
  }
}

function trainedFor({ extra }: Checkpoint): Pick<PairResult, 'steps' | 'minutes'> {
  const { steps = 0, minutes = 0 } = extra as { steps?: number; minutes?: number };
  return { steps, minutes };
}

function printTables(out: string): void {
  const results = readPairs(out);
  if (results.length === 0) throw new InputError(`there is no result in ${out} yet.`);
  const text = pairTables(results);
  writeText(join(out, 'tables.md'), text);
  process.stdout.write(forTerminal(text, terminalWidth(process.stdout)));
}
