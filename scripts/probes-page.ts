// `pnpm docs:probes [--check]`: writes docs/probes.md, docs/probes-two-players.md and their pictures from the probe
// files, or checks whether they are up to date.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGES_OF_PROBES, probesPage } from '@open-ada/evaluation';
import { writeGenerated } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import { Command } from 'commander';

const docs = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs');

async function writePages({ check }: { check?: boolean }): Promise<void> {
  const texts = new Map<string, string>();
  const known: string[] = [];
  for (const [file, page] of Object.entries(PAGES_OF_PROBES)) {
    const { text, pictures } = await probesPage(join(docs, page.tasks), page);
    const folder = join(docs, page.pictures);
    texts.set(join(docs, file), text);
    for (const [name, picture] of pictures) texts.set(join(folder, `${name}.svg`), picture);
    known.push(...(existsSync(folder) ? readdirSync(folder) : []).map((name) => join(folder, name)));
  }
  writeGenerated(texts, { check, command: 'pnpm docs:probes', strays: known.filter((file) => !texts.has(file)) });
}

await runCommand(
  new Command('docs:probes')
    .description('writes docs/probes.md, docs/probes-two-players.md and their pictures from the files of the probes')
    .option('--check', 'write nothing; exit 1 where they are not up to date')
    .action(writePages),
);
