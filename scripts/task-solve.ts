// `task solve`: the scripted oracle plays a task; its reward is the task's reference score. The explorer can play
// instead.

import { InputError, writeText } from '@open-ada/node-kit';
import { wholeNumber } from '@open-ada/node-kit/command';
import { ProgressLine } from '@open-ada/node-kit/terminal';
import type { Task } from '@open-ada/production-rules';
import { Explorer, formatReplay, type Solution, solve } from '@open-ada/xland-sim';
import { Command } from 'commander';
import { readTasks } from './task-files.js';
import { firingsInWords, PRESETS, type Preset, presetOption, tidy } from './task-preset.js';

/** Most tasks are played faster than this. */
const QUIET_MS = 2000;

interface SolveArguments {
  trials: number;
  seed: number;
  preset: Preset;
  explorer?: boolean;
  alone?: boolean;
  replay?: string;
  json?: boolean;
}

function inWords(file: string, { name }: Task, solution: Solution): string {
  const { solved, reward, trialSteps, stepsToGoal, firings, reason } = solution;
  const rules = firingsInWords(firings);
  if (solved) {
    return (
      `${file}: "${name}" is solved: reward ${tidy(reward)} of ${trialSteps} in the best trial, ` +
      `the goal first held in step ${stepsToGoal}, after ${rules} in all.`
    );
  }
  const part = reward > 0 ? `reward ${tidy(reward)} of ${trialSteps}` : `no reward in ${trialSteps} steps`;
  return `${file}: "${name}" is not solved (${part}, ${rules}): ${reason}.`;
}

/** Rewards from trial to trial. The explorer knows no hidden rule, so they show what it learns. */
function byTrial(file: string, { name }: Task, { rewards, trialSteps }: Solution): string {
  const list = rewards.map(tidy).join(', ');
  return `${file}: "${name}": reward of the explorer by trial ${list}, of ${trialSteps} each.`;
}

function solveFiles(files: string[], { trials, seed, preset, explorer, alone, replay, json }: SolveArguments): void {
  // All files are read before the first task is played, so a bad file costs no time.
  const read = files.flatMap(readTasks);
  const tasks = read.map(({ task }) => task);
  const names = read.map(({ name }) => name);
  if (replay !== undefined && tasks.length > 1) throw new InputError('--replay takes one task file.');
  const settings = PRESETS[preset];
  const record = replay !== undefined;
  const progress = new ProgressLine(`${explorer ? 'the explorer' : 'the oracle'} plays`, QUIET_MS);
  const solutions = tasks.map((task, k) => {
    progress.show(k / tasks.length, `${k} of ${tasks.length} tasks`);
    const players = task.players.length === 2 && !alone ? 2 : 1;
    return solve(task, { settings, trials, seed, record, players, ...(explorer && { player: new Explorer() }) });
  });
  progress.close();
  if (replay !== undefined) writeText(replay, formatReplay(solutions[0].replay!));
  const sayWhat = explorer ? byTrial : inWords;
  const lines = solutions.map((solution, k) => sayWhat(names[k], tasks[k], solution));
  if (json) {
    const results = solutions.map(({ solved, reward, rewards, reason }, k) => {
      const byTrial = explorer ? { rewards: rewards.map(tidy) } : {};
      const result = { solved, reward: tidy(reward), ...byTrial, reason: reason ?? null };
      return names.length > 1 ? { file: names[k], ...result } : result;
    });
    const solved = results.every((result) => result.solved);
    process.stdout.write(`${JSON.stringify(names.length > 1 ? { solved, tasks: results } : results[0])}\n`);
  } else {
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    const count = solutions.filter(({ solved }) => solved).length;
    if (names.length > 1) process.stdout.write(`${count} of ${names.length} solved.\n`);
  }
  if (solutions.some(({ solved }) => !solved)) process.exitCode = 1;
}

export const solveCommand = (): Command =>
  new Command('solve')
    .description('lets the scripted oracle, which knows the hidden rules, play tasks; exit 1 where it fails')
    .argument('<files...>', 'task files (JSON, may hold comments), or lists of tasks (JSON lines)')
    .option('--trials <n>', 'trials of the episode; the best one counts', wholeNumber(1), 3)
    .option('--seed <n>', 'seed of the headings', wholeNumber(0), 0)
    .addOption(presetOption())
    .option('--explorer', 'lets the explorer play instead, which knows only what it is shown; says its reward by trial')
    .option('--alone', 'in tasks for two, lets the second player stand idle')
    .option('--replay <file>', 'write a replay of the episode (of one task)')
    .option(
      '--json',
      'print one JSON object: {"solved", "reward", "reason"} (of the explorer also "rewards"), ' +
        'of several tasks {"solved", "tasks": [{"file", ...}]}',
    )
    .action(solveFiles);
