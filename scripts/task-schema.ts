// `task schema`: prints the JSON Schema of task files.

import { writeText } from '@open-ada/node-kit';
import { taskJsonSchema } from '@open-ada/production-rules';
import { Command } from 'commander';

function schema({ out }: { out?: string }): void {
  const text = `${JSON.stringify(taskJsonSchema(), null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else writeText(out, text);
}

export const schemaCommand = (): Command =>
  new Command('schema')
    .description('prints the JSON Schema of task files, which tasks/task.schema.json holds')
    .option('--out <file>', 'write it to a file instead')
    .action(schema);
