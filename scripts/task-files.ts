// Reads the task files of the task commands. Every failure becomes one sentence.
import { readdirSync, statSync } from 'node:fs';
import { orInputError, readText } from '@open-ada/node-kit';
import { MAX_TASK_CHARACTERS, parseTask, type Task, TaskError } from '@open-ada/production-rules';

/** Largest number of bytes of a character in UTF-8. */
const MOST_BYTES = 4;

/** Names of the task files in a folder. @throws InputError if it cannot be read */
export const taskFilesIn = (folder: string): string[] =>
  orInputError('read', folder, () => readdirSync(folder)).filter((file) => /\.jsonc$/.test(file));

/**
 * Reads a task file.
 * @throws TaskError with all faults; InputError if the file cannot be read
 */
export function readTaskFile(file: string): Task {
  const { size } = orInputError('read', file, () => statSync(file));
  if (size > MOST_BYTES * MAX_TASK_CHARACTERS) {
    const message = `A task file has at most ${MAX_TASK_CHARACTERS} characters, this one has ${size} bytes.`;
    throw new TaskError(file, [{ path: '', message }]);
  }
  return parseTask(readText(file), file);
}
