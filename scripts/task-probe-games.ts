// `task probe-games`: writes the constant that excludes the games of the hand-made probes from all generated tasks.

import { inCheckout, writeText } from '@open-ada/node-kit';
import { Command } from 'commander';
import { readProbeGames } from './probe-games.js';

const FILE = 'packages/curriculum/src/games/probe-games.ts';

function probeGames({ probes, out }: { probes: string; out: string }): void {
  const keys = readProbeGames(probes);
  const list = keys.length === 0 ? '[]' : `[\n${keys.map((key) => `  '${key}',\n`).join('')}]`;
  const text = `/**
 * Game keys of the hand-written probes in \`tasks/probes\`, sorted, those for two players included. No generated task has
 * one of these games. The list is made by \`pnpm task probe-games\`; run it again after any change of a probe.
 */
export const PROBE_GAMES: readonly string[] = ${list};
`;
  writeText(out, text);
  process.stdout.write(`The games of the probes, ${keys.length}, are in ${out}.\n`);
}

export const probeGamesCommand = (): Command =>
  new Command('probe-games')
    .description('writes the game keys of all probes where the generator looks them up')
    .option('--probes <folder>', 'where the probes are', inCheckout('tasks/probes'))
    .option('--out <file>', 'where they are written', FILE)
    .action(probeGames);
