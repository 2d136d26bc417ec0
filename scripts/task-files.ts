// Reading and writing the files of the task commands; what fails becomes one sentence.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { MAX_TASK_CHARACTERS, parseTask, type Task, TaskError } from '@open-ada/production-rules';

/** Most bytes of a character in UTF-8. */
const MOST_BYTES = 4;

/** What an operation on a file returns; what it throws becomes one sentence. */
export function orSentence<T>(what: string, file: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    const reason = {
      ENOENT: 'no such file or directory',
      EISDIR: 'it is a directory',
      EACCES: 'not permitted',
      ENOTDIR: 'part of the path is no folder',
      EEXIST: 'there is a file of that name',
    }[code];
    throw new Error(`Cannot ${what} ${file}: ${reason ?? code}.`);
  }
}

export const readText = (file: string): string => orSentence('read', file, () => readFileSync(file, 'utf8'));

export function writeText(file: string, text: string): void {
  orSentence('write', file, () => writeFileSync(file, text));
}

/** Names of the task files in a folder. */
export const taskFilesIn = (folder: string): string[] =>
  orSentence('read', folder, () => readdirSync(folder)).filter((file) => /\.jsonc$/.test(file));

/**
 * Reads a task file.
 * @throws TaskError with all faults; Error with one sentence where the file cannot be read
 */
export function readTaskFile(file: string): Task {
  const { size } = orSentence('read', file, () => statSync(file));
  if (size > MOST_BYTES * MAX_TASK_CHARACTERS) {
    const message = `A task file has at most ${MAX_TASK_CHARACTERS} characters, this one has ${size} bytes.`;
    throw new TaskError(file, [{ path: '', message }]);
  }
  return parseTask(readText(file), file);
}
