// Writes docs/observation.md from the layout of the observation, or checks whether it is up to date.
// Usage: pnpm docs:observation [--check]
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeGenerated } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import { observationPage } from '@open-ada/xland-sim';
import { Command } from 'commander';

const page = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'observation.md');

await runCommand(
  new Command('docs:observation')
    .description('writes docs/observation.md from the layout of the observation')
    .option('--check', 'write nothing; exit 1 where it is not up to date')
    .action(({ check }: { check?: boolean }) => {
      writeGenerated(new Map([[page, observationPage()]]), { check, command: 'pnpm docs:observation' });
    }),
);
