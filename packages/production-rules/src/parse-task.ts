import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type * as z from 'zod';
import type { Task } from './task.js';
import { type Fault, jsonPointer, TaskError } from './task-error.js';
import { taskFaults } from './task-faults.js';
import { taskSchema } from './task-schema.js';

function syntaxFault(text: string, { error, offset }: ParseError): Fault {
  const lines = text.slice(0, offset).split('\n');
  const problem = printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const column = lines[lines.length - 1].length + 1;
  return { path: '', message: `This is not JSON: ${problem} in line ${lines.length}, column ${column}.` };
}

function schemaFaults(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const message = 'This key is not part of a task; remove it or check its spelling.';
    return issue.keys.map((key) => ({ path: jsonPointer([...issue.path, key]), message }));
  }
  return [
    { path: jsonPointer(issue.path), message: issue.message.endsWith('.') ? issue.message : `${issue.message}.` },
  ];
}

/** Everything wrong with a task given as plain data, or the task. */
export function readTask(value: unknown): { task: Task } | { faults: Fault[] } {
  const result = taskSchema.safeParse(value);
  if (!result.success) return { faults: result.error.issues.flatMap(schemaFaults) };
  const { $schema: _, ...rest } = result.data;
  const task: Task = rest;
  const faults = taskFaults(task);
  return faults.length > 0 ? { faults } : { task };
}

/**
 * Reads a task file: JSON with comments and trailing commas.
 * @param file the name to give in an error
 * @throws TaskError with all faults
 */
export function parseTask(text: string, file = 'task'): Task {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) throw new TaskError(file, [syntaxFault(text, errors[0])]);
  const result = readTask(value);
  if ('faults' in result) throw new TaskError(file, result.faults);
  return result.task;
}
