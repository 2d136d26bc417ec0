// `task probe-games`: the constant that keeps the games of the hand-written probes out of all generated tasks.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gameKey } from '@open-ada/production-rules';
import { Command } from 'commander';
import { readTaskFile, writeText } from './task-files.js';

const FILE = 'packages/curriculum/src/probe-games.ts';

function probeGames({ probes }: { probes: string }): void {
  const files = readdirSync(probes).filter((file) => file.endsWith('.jsonc'));
  const keys = [...new Set(files.map((file) => gameKey(readTaskFile(join(probes, file)))))].sort();
  const list = keys.length === 0 ? '[]' : `[\n${keys.map((key) => `  '${key}',\n`).join('')}]`;
  const text = `/**
 * Game keys of the hand-written probes in \`tasks/probes\`, sorted: no generated task has one of these games.
 * Made by \`pnpm task probe-games\`; run it again whenever a probe has changed.
 */
export const PROBE_GAMES: readonly string[] = ${list};
`;
  writeText(FILE, text);
  process.stdout.write(`${keys.length} games of ${files.length} probes in ${FILE}.\n`);
}

export const probeGamesCommand = (): Command =>
  new Command('probe-games')
    .description('writes the game keys of all probes where the generator looks them up')
    .option('--probes <folder>', 'where the probes are', 'tasks/probes')
    .action(probeGames);
