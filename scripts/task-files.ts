// Reads the task files of the task commands. Every failure becomes one sentence.
import { readdirSync, statSync } from 'node:fs';
import { InputError, orInputError, readText } from '@open-ada/node-kit';
import {
  MAX_TASK_CHARACTERS,
  type NamedTask,
  parseTasks,
  type ReadTask,
  type Task,
  TaskError,
} from '@open-ada/production-rules';

/** Largest number of bytes of a character in UTF-8. */
const MOST_BYTES = 4;

/** Names of the task files in a folder. @throws InputError if it cannot be read */
export const taskFilesIn = (folder: string): string[] =>
  orInputError('read', folder, () => readdirSync(folder)).filter((file) => /\.jsonc$/.test(file));

/**
 * Reads a file of one task.
 * @throws TaskError with all faults; InputError if the file cannot be read, or is a list of tasks
 */
export function readTaskFile(file: string): Task {
  const tasks = readTasks(file);
  if (tasks.length > 1) {
    throw new InputError(
      `${file} is a list of ${tasks.length} tasks; put the line with the task into a file of its own.`,
    );
  }
  return tasks[0].task;
}

/**
 * Reads a file of one task, or a list of them: JSON lines, as `task generate` writes them.
 * @throws TaskError with all faults of the first task that has any; InputError if the file cannot be read
 */
export function readTasks(file: string): NamedTask[] {
  return readAnyTasks(file).map((read) => {
    if ('error' in read) throw read.error;
    return read;
  });
}

/** As {@link readTasks}, but goes on after a faulty task. @throws InputError if the file cannot be read */
export function readAnyTasks(file: string): ReadTask[] {
  const { size } = orInputError('read', file, () => statSync(file));
  if (size > MOST_BYTES * MAX_TASK_CHARACTERS && !/\.jsonl$/.test(file)) {
    const message = `A task file has at most ${MAX_TASK_CHARACTERS} characters, this one has ${size} bytes.`;
    return [{ name: file, error: new TaskError(file, [{ path: '', message }]) }];
  }
  const tasks = parseTasks(readText(file), file);
  if (tasks.length === 0) throw new InputError(`${file} holds no task.`);
  return tasks;
}
