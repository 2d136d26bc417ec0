import * as z from 'zod';
import { taskSchema } from './task-schema.js';

/**
 * JSON Schema of a task file, written to `tasks/task.schema.json`. It is draft 7, which editors support best. It
 * rejects what `taskSchema` rejects; it cannot find contradictions between parts of a task.
 */
export function taskJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(taskSchema, { io: 'input', target: 'draft-7' });
  const description = 'A task file of open-ada; see docs/task-files.md.';
  // JSON with comments and trailing commas: editors use these two keys, validators ignore them.
  return { $schema, title: 'Task', description, allowComments: true, allowTrailingCommas: true, ...schema };
}
