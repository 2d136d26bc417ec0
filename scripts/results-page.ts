// Writes the results tables of README.md and docs/results/families.md from checkpoints/*.json and the stored trials of
// the explorer, or checks whether they are up to date.
// Usage: pnpm docs:results [--from DIRECTORY] [--check]
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  explorerTables,
  longTables,
  RELEASED,
  readExplorerResults,
  readReleasedScores,
  shortTable,
  takeScores,
  withGenerated,
} from '@open-ada/evaluation';
import { InputError, readText, writeGenerated } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import { Command } from 'commander';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

interface Given {
  check?: boolean;
  from?: string;
  checkpoints: string;
  tasks: string;
  readme: string;
  page: string;
}

function writeResults({ check, from, checkpoints, tasks, readme, page }: Given): void {
  if (from !== undefined) {
    if (check) throw new InputError('--check writes nothing, so it cannot be combined with --from.');
    const files = takeScores(from, checkpoints);
    process.stderr.write(`${files.length} score files of the released agents taken from ${from}\n`);
  }
  const scores = RELEASED.map((agent) => readReleasedScores(checkpoints, agent));
  const explorer = readExplorerResults(join(tasks, 'heldout'), join(tasks, 'probes'));
  const blocks = [
    [readme, shortTable(scores[0])],
    [page, [...scores.map(longTables), explorerTables(explorer)].join('\n\n')],
  ];
  const texts = new Map(blocks.map(([file, block]) => [file, withGenerated(readText(file), block, file)]));
  writeGenerated(texts, { check, command: 'pnpm docs:results' });
}

await runCommand(
  new Command('docs:results')
    .description(
      'writes the tables of results from the score files of the released agents and the trials of the explorer',
    )
    .option('--check', 'write nothing; exit 1 where they are not up to date')
    .option('--from <directory>', 'first take the score files of the released agents from results of eval:*')
    .option('--checkpoints <directory>', 'released agents and their score files', join(root, 'checkpoints'))
    .option('--tasks <directory>', 'held-out tasks and probes, with the trials of the explorer', join(root, 'tasks'))
    .option('--readme <file>', 'gets the short table', join(root, 'README.md'))
    .option('--page <file>', 'gets the long tables', join(root, 'docs', 'results', 'families.md'))
    .action(writeResults),
);
