// Reads the task files of the task commands. Every failure becomes one sentence.
import { readdirSync, statSync } from 'node:fs';
import { InputError, orInputError, readText } from '@open-ada/node-kit';
import { MAX_TASK_CHARACTERS, parseTask, type Task, TaskError } from '@open-ada/production-rules';

/** Largest number of bytes of a character in UTF-8. */
const MOST_BYTES = 4;

/** Names of the task files in a folder. @throws InputError if it cannot be read */
export const taskFilesIn = (folder: string): string[] =>
  orInputError('read', folder, () => readdirSync(folder)).filter((file) => /\.jsonc$/.test(file));

/** A task of a file, and what it is called in messages: the file, or the file and the line. */
export interface NamedTask {
  name: string;
  task: Task;
}

/** A task of a file, or its faults. */
export type ReadTask = NamedTask | { name: string; error: TaskError };

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
  const text = readText(file);
  const lines = linesOf(file, text);
  if (!lines) return [readTask(text, file)];
  if (lines.length === 0) throw new InputError(`${file} holds no task.`);
  return lines.map(({ line, number }) => readTask(line, `${file}:${number}`, number));
}

/** The lines of a list of tasks; undefined for a file of one task. */
function linesOf(file: string, text: string): { line: string; number: number }[] | undefined {
  const lines = text.split('\n').map((line, i) => ({ line, number: i + 1 }));
  const filled = lines.filter(({ line }) => line.trim() !== '');
  if (/\.jsonl$/.test(file)) return filled;
  // `task generate --out tasks.json` writes lines, too: each is a whole object.
  return filled.length > 1 && isObject(filled[0].line) && isObject(filled[1].line) ? filled : undefined;
}

function isObject(text: string): boolean {
  try {
    return text.startsWith('{') && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function readTask(text: string, name: string, line?: number): ReadTask {
  try {
    return { name, task: parseTask(text, name) };
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    if (line === undefined) return { name, error };
    return {
      name,
      error: new TaskError(
        name,
        error.faults.map((fault) => ({ ...fault, line })),
      ),
    };
  }
}
