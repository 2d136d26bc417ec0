import * as z from 'zod';
import { taskSchema } from './task-schema.js';

/**
 * JSON Schema (draft 7, which editors know best) of a task file, for `tasks/task.schema.json`. It refuses what `taskSchema`
 * refuses; contradictions between parts of a task are beyond it.
 */
export function taskJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(taskSchema, { io: 'input', target: 'draft-7' });
  const description = 'A task file of open-ada; see docs/task-files.md.';
  // JSON with comments and trailing commas: editors heed these two, validators ignore them.
  return { $schema, title: 'Task', description, allowComments: true, allowTrailingCommas: true, ...schema };
}
