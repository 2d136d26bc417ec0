// `pnpm docs:probes [--check]`: writes docs/probes.md and the pictures in docs/probes from the probe files, or checks
// whether they are up to date.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { probesPage } from '@open-ada/evaluation';
import { writeGenerated } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import { Command } from 'commander';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = join(root, 'docs', 'probes');

async function writePage({ check }: { check?: boolean }): Promise<void> {
  const { text, pictures } = await probesPage(join(root, 'tasks', 'probes'));
  const texts = new Map([...pictures].map(([name, picture]) => [join(folder, `${name}.svg`), picture]));
  texts.set(join(root, 'docs', 'probes.md'), text);
  const known = (existsSync(folder) ? readdirSync(folder) : []).map((file) => join(folder, file));
  writeGenerated(texts, { check, command: 'pnpm docs:probes', strays: known.filter((file) => !texts.has(file)) });
}

await runCommand(
  new Command('docs:probes')
    .description('writes docs/probes.md and its pictures from the files of the probes')
    .option('--check', 'write nothing; exit 1 where they are not up to date')
    .action(writePage),
);
