// `task show`: prints tasks in plain English, with a map.
import { isHeldOut, PROBE_GAMES } from '@open-ada/curriculum';
import { describeTask, gameKey, taskHash } from '@open-ada/production-rules';
import { Command } from 'commander';
import { readTasks } from './task-files.js';

function show(files: string[]): void {
  const texts = files.flatMap(readTasks).map(({ task }) => {
    const key = gameKey(task);
    return `${describeTask(task)}\nGame ${key} (${sideOf(key)}), task ${taskHash(task)}.\n`;
  });
  process.stdout.write(texts.join('\n'));
}

/** The side of the split on which the generator makes tasks of a game. */
function sideOf(key: string): string {
  if (PROBE_GAMES.includes(key)) return 'of a probe, on neither side';
  return isHeldOut(key) ? 'held out' : 'in training';
}

export const showCommand = (): Command =>
  new Command('show')
    .description('says in words what tasks are')
    .argument('<files...>', 'task files (JSON, may hold comments), or lists of tasks (JSON lines)')
    .action(show);
