// `pnpm env:serve`: serves environments to another program over standard input and output. python/open_ada starts it.
import { type Family, parseFamily } from '@open-ada/curriculum';
import { pipeOf, ServedBatch, serve, tasksOfFamilies, tasksOfList } from '@open-ada/env-server';
import { InputError } from '@open-ada/node-kit';
import { decimalNumber, jsonObject, listOf, runCommand, wholeNumber } from '@open-ada/node-kit/command';
import { mergeSettings, Random, type Task, TRIAL_SECONDS } from '@open-ada/production-rules';
import {
  crowdNote,
  roomFault,
  type SimulationSettings,
  settingsFault,
  simulationSettings,
  withCurrentKeys,
} from '@open-ada/xland-sim';
import { Command } from 'commander';
import { readTasks } from './task-files.js';
import { PRESETS, type Preset, presetOption } from './task-preset.js';
import { complexityOption, tilesOption } from './world-options.js';

interface ServeArguments {
  environments: number;
  trials: number;
  family?: Family[];
  tasks?: string[];
  preset: Preset;
  simulation?: object;
  tiles?: number;
  complexity?: number;
  trialSeconds?: number;
}

function simulationOf({ preset, simulation = {} }: ServeArguments): SimulationSettings {
  const merged = mergeSettings(simulationSettings, PRESETS[preset], withCurrentKeys(simulation) as object);
  const fault = settingsFault(merged);
  if (fault !== undefined) throw new InputError(`--simulation: ${fault}.`);
  return merged as SimulationSettings;
}

function requireRoom(tasks: readonly Task[], simulation: SimulationSettings): void {
  for (const task of tasks) {
    const fault = roomFault(task, simulation);
    if (fault !== undefined) throw new InputError(`An agent of this world ${fault}; see --simulation.`);
    const note = crowdNote(task, simulation);
    if (note !== undefined) process.stderr.write(`An agent of this world ${note}.\n`);
  }
}

function serveEnvironments(options: ServeArguments): void {
  const { environments: count, trials, family, tasks: files, tiles, complexity, trialSeconds } = options;
  if (files !== undefined && (family ?? tiles ?? complexity ?? trialSeconds) !== undefined) {
    throw new InputError(
      '--tasks: the files say it all; leave out --family, --tiles, --complexity and --trial-seconds.',
    );
  }
  const simulation = simulationOf(options);
  const listed = files?.flatMap((file) => readTasks(file).map(({ task }) => task));
  if (listed !== undefined) requireRoom(listed, simulation);
  const draw = listed
    ? tasksOfList(listed)
    : tasksOfFamilies(family ?? [parseFamily('hold')], { tiles, complexity, trialSeconds });
  // A world that is too small for the tasks is refused now.
  if (listed === undefined) requireRoom([draw(new Random(0))], simulation);
  serve(new ServedBatch({ simulation, count, trials, draw }), pipeOf({ input: 0, output: 1 }));
}

const program = new Command('env-serve')
  .description('serves environments to another program: requests on standard input, answers on standard output')
  .option('--environments <n>', 'environments of the batch', wholeNumber(1, 4096), 32)
  .option('--trials <n>', 'trials of an episode', wholeNumber(1, 1000), 1)
  .option('--family <names>', 'families of training tasks, with commas (default: hold)', listOf(parseFamily))
  .option('--tasks <files>', 'task files instead, with commas', (text: string) => text.split(','))
  .addOption(presetOption())
  .option('--simulation <json>', 'changes to the world settings of the preset (docs/settings.md)', jsonObject)
  .addOption(tilesOption())
  .addOption(complexityOption())
  .option('--trial-seconds <s>', 'length of a trial', decimalNumber(TRIAL_SECONDS.min, TRIAL_SECONDS.max))
  .action(serveEnvironments);

// What is refused is a fault of options or files.
await runCommand(program, { isInput: () => true });
