// Writes docs/settings.md and docs/config.schema.json from the schemas of the settings, or checks whether they are up
// to date.
// Usage: pnpm docs:settings [--check]
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeGenerated } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import { configJsonSchema, settingsPage } from '@open-ada/training';
import { Command } from 'commander';

const docs = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs');

function write({ check }: { check?: boolean }): void {
  const texts = new Map([
    [join(docs, 'settings.md'), settingsPage()],
    [join(docs, 'config.schema.json'), `${JSON.stringify(configJsonSchema(), null, 2)}\n`],
  ]);
  writeGenerated(texts, { check, command: 'pnpm docs:settings' });
}

await runCommand(
  new Command('docs:settings')
    .description('writes docs/settings.md and docs/config.schema.json from the schemas of the settings')
    .option('--check', 'write nothing; exit 1 where they are not up to date')
    .action(write),
);
