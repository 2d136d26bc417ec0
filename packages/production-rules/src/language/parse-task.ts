import { readJson } from './read-json.js';
import { schemaFaults } from './schema-faults.js';
import type { Task } from './task.js';
import { type Fault, TaskError } from './task-error.js';
import { taskFaults } from './task-faults.js';
import { taskSchema } from './task-schema.js';

/** Keeps the first fault of each path. Other faults there often follow from the first. */
function firstOfEach(faults: readonly Fault[]): Fault[] {
  const paths = new Set<string>();
  return faults.filter(({ path }) => !paths.has(path) && paths.add(path));
}

/** Reads a task from plain data and returns the task or all its faults. A `$schema` key is ignored. */
export function readTask(value: unknown): { task: Task } | { faults: Fault[] } {
  const result = taskSchema.safeParse(value, { reportInput: true });
  if (!result.success) return { faults: firstOfEach(result.error.issues.flatMap((issue) => schemaFaults(issue))) };
  const { $schema: _, ...task } = result.data;
  const goalIsList = Array.isArray((value as { goal: unknown }).goal);
  const faults = taskFaults(task, (g) => (goalIsList ? `/goal/${g}` : '/goal'));
  return faults.length > 0 ? { faults: firstOfEach(faults) } : { task };
}

/**
 * Reads a task file: JSON with comments and trailing commas.
 * @param file name of the file in error messages
 * @throws TaskError with all faults
 */
export function parseTask(text: string, file = 'task'): Task {
  const json = readJson(text);
  if ('faults' in json) throw new TaskError(file, json.faults);
  const result = readTask(json.value);
  if ('task' in result) return result.task;
  const faults = result.faults.map((fault) => ({ ...fault, line: json.lineOf(fault.path) }));
  throw new TaskError(file, faults);
}
