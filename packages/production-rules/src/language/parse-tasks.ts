import { parseTask } from './parse-task.js';
import type { Task } from './task.js';
import { TaskError } from './task-error.js';

/** A task of a file, and what it is called in messages: the file, or the file and the line. */
export interface NamedTask {
  name: string;
  task: Task;
}

/** A task of a file, or its faults. */
export type ReadTask = NamedTask | { name: string; error: TaskError };

/**
 * Reads the text of a file of one task, or of a list of them: JSON lines, as `task generate` writes them. Goes on after
 * a faulty task. An empty list has no tasks.
 */
export function parseTasks(text: string, file: string): ReadTask[] {
  const lines = linesOf(file, text);
  if (!lines) return [parseNamed(text, file)];
  return lines.map(({ line, number }) => parseNamed(line, `${file}:${number}`, number));
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

function parseNamed(text: string, name: string, line?: number): ReadTask {
  try {
    return { name, task: parseTask(text, name) };
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    if (line === undefined) return { name, error };
    const faults = error.faults.map((fault) => ({ ...fault, line }));
    return { name, error: new TaskError(name, faults) };
  }
}
