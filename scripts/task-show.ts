// `task show`: a task in plain English, with a map.
import { describeTask, gameKey, gameKeyIsHeldOut, taskHash } from '@open-ada/production-rules';
import { Command } from 'commander';
import { readTaskFile } from './task-files.js';

function show(file: string): void {
  const task = readTaskFile(file);
  const key = gameKey(task);
  const side = gameKeyIsHeldOut(key) ? 'held out' : 'in training';
  process.stdout.write(`${describeTask(task)}\nGame ${key} (${side}), task ${taskHash(task)}.\n`);
}

export const showCommand = (): Command =>
  new Command('show')
    .description('says in words what a task is')
    .argument('<file>', 'task file (JSON, may hold comments)')
    .action(show);
