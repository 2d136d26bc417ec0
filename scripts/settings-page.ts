// Writes docs/settings.md and docs/config.schema.json from the schemas of the settings, or checks whether they are up
// to date.
// Usage: pnpm docs:settings [--check]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '@open-ada/node-kit/command';
import { configJsonSchema, settingsPage } from '@open-ada/training';
import { Command } from 'commander';

const docs = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs');

function write({ check }: { check?: boolean }): void {
  const files = {
    [join(docs, 'settings.md')]: settingsPage(),
    [join(docs, 'config.schema.json')]: `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  };
  const stale = Object.entries(files).filter(
    ([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text,
  );
  if (!check) for (const [file, text] of stale) writeFileSync(file, text);
  else if (stale.length > 0) {
    throw new Error(`Not up to date, run pnpm docs:settings: ${stale.map(([file]) => basename(file)).join(', ')}.`);
  }
}

await runCommand(
  new Command('docs:settings')
    .description('writes docs/settings.md and docs/config.schema.json from the schemas of the settings')
    .option('--check', 'write nothing; exit 1 where they are not up to date')
    .action(write),
);
