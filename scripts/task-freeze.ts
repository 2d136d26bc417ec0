// `task freeze`: generates the held-out tasks of a family. They are never changed afterwards.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  CHAIN_FAMILIES,
  type ChainFamily,
  formatTaskLines,
  generateTask,
  PAIR_FAMILIES,
  type PairFamily,
  parseManifest,
} from '@open-ada/curriculum';
import { freezeExplorer, freezeReferenceScores, REJECTIONS, Screening } from '@open-ada/evaluation';
import { inCheckout, readText, writeText } from '@open-ada/node-kit';
import { wholeNumber } from '@open-ada/node-kit/command';
import { ProgressLine } from '@open-ada/node-kit/terminal';
import { gameKey, sha256Hex, type Task, taskHash } from '@open-ada/production-rules';
import { Argument, Command } from 'commander';
import { readProbeGames } from './probe-games.js';

const REPEATED = 'repeated';
const PROBE = 'of a probe';

interface FreezeArguments {
  count: number;
  folder: string;
  probes: string;
}

async function freeze(family: ChainFamily | PairFamily, { count, folder, probes }: FreezeArguments): Promise<void> {
  const manifestFile = join(folder, 'manifest.json');
  const manifest = existsSync(manifestFile) ? parseManifest(readText(manifestFile), manifestFile) : {};
  if (manifest[family] !== undefined) {
    throw new Error(`"${family}" is frozen in ${manifestFile}; remove its entry there to freeze other tasks.`);
  }
  const probeGames = readProbeGames(probes);
  const screening = new Screening();
  const seen = new Set<string>();
  const tasks: Task[] = [];
  const rejected: Record<string, number> = Object.fromEntries(
    [...REJECTIONS, REPEATED, PROBE].map((reason) => [reason, 0]),
  );
  let drawn = 0;
  const screened = new ProgressLine(`held-out tasks of ${family}`);
  for (; tasks.length < count; drawn++) {
    const task = generateTask(family, drawn, { side: 'held-out' });
    const hash = taskHash({ ...task, name: '' });
    const known = seen.has(hash) ? REPEATED : probeGames.includes(gameKey(task)) ? PROBE : undefined;
    const result = known === undefined ? await screening.screen(task, tasks.length) : { rejected: known };
    seen.add(hash);
    if (result.rejected === undefined) tasks.push(task);
    else rejected[result.rejected]++;
    screened.show(tasks.length / count, `${tasks.length} of ${count} tasks, ${drawn + 1} drawn`);
  }
  screened.close();
  const text = formatTaskLines(tasks);
  const sha256 = sha256Hex(text);
  const file = `${family}.jsonl`;
  writeText(join(folder, file), text);
  const entries = { ...manifest, [family]: { file, count, sha256, drawn, rejected } };
  writeText(manifestFile, `${JSON.stringify(entries, null, 2)}\n`);
  const heldOut = { family, file: join(folder, file), sha256, tasks };
  const workers = availableParallelism();
  const withProgress = async (what: string, play: (onProgress: (done: number) => void) => Promise<unknown>) => {
    const progress = new ProgressLine(what);
    await play((done) => progress.show(done, family));
    progress.close();
  };
  await withProgress('the oracle plays', (onProgress) =>
    freezeReferenceScores(folder, heldOut, [], { workers, onProgress }),
  );
  await withProgress('the explorer plays', (onProgress) => freezeExplorer(folder, heldOut, { workers, onProgress }));
  const reasons = Object.entries(rejected).map(([reason, times]) => `${times} ${reason}`);
  process.stdout.write(
    `${count} of ${drawn} tasks of "${family}" frozen (${reasons.join(', ')}), SHA-256 ${sha256}.\n`,
  );
}

export const freezeCommand = (): Command =>
  new Command('freeze')
    .description('makes the held-out tasks of a family: solved by the oracle, and not by doing nothing or by chance')
    .addArgument(new Argument('<family>', 'family of tasks').choices([...CHAIN_FAMILIES, ...PAIR_FAMILIES]))
    .option('--count <n>', 'how many', wholeNumber(1), 1000)
    .option(
      '--folder <folder>',
      'where the file, its reference scores, the trials of the explorer and the manifest are',
      'tasks/heldout',
    )
    .option('--probes <folder>', 'the probes, whose games are left out', inCheckout('tasks/probes'))
    .action(freeze);
