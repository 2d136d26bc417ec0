// `task generate`: generates tasks of a family.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import {
  FAMILIES,
  formatTaskLines,
  generateTasks,
  type ManifestEntry,
  parseFamily,
  parseManifest,
  type Side,
} from '@open-ada/curriculum';
import { InputError, readText, writeText } from '@open-ada/node-kit';
import { decimalNumber, wholeNumber } from '@open-ada/node-kit/command';
import { ProgressLine } from '@open-ada/node-kit/terminal';
import { formatTask, sha256Hex, TRIAL_SECONDS } from '@open-ada/production-rules';
import { Command, Option } from 'commander';
import { SIDES } from './task-sides.js';
import { complexityOption, tilesOption } from './world-options.js';

interface GenerateArguments {
  family?: string;
  count: number;
  seed: number;
  side: Side;
  trialSeconds?: number;
  tiles?: number;
  complexity?: number;
  out?: string;
  manifest?: string;
  json?: boolean;
}

/** Most tasks are made faster than this. */
const QUIET_MS = 2000;

const seconds = decimalNumber(TRIAL_SECONDS.min, TRIAL_SECONDS.max);

function updateManifest(manifest: string, family: string, entry: ManifestEntry): void {
  const entries = existsSync(manifest) ? parseManifest(readText(manifest), manifest) : {};
  writeText(manifest, `${JSON.stringify({ ...entries, [family]: entry }, null, 2)}\n`);
}

function generate(argument: string | undefined, options: GenerateArguments): void {
  const { count, seed, side, trialSeconds, tiles, complexity, out, manifest, json } = options;
  const name = argument ?? options.family;
  if (name === undefined) throw new InputError(`Which family? One of ${FAMILIES.join(', ')}.`);
  const family = parseFamily(name);
  if (manifest !== undefined && out === undefined) throw new InputError('--manifest needs --out.');
  const progress = new ProgressLine(`tasks of ${family}`, QUIET_MS);
  const onTask = (made: number) => progress.show(made / count, `${made} of ${count}`);
  const tasks = generateTasks(family, count, seed, { side, trialSeconds, tiles, complexity, onTask });
  progress.close();
  if (out === undefined) {
    process.stdout.write(count === 1 && !json ? formatTask(tasks[0]) : formatTaskLines(tasks));
    return;
  }
  const text = formatTaskLines(tasks);
  const sha256 = sha256Hex(text);
  writeText(out, text);
  if (manifest !== undefined) updateManifest(manifest, family, { file: basename(out), count, sha256 });
  const words = `${count} ${side} tasks of "${family}" in ${out}, SHA-256 ${sha256}.`;
  process.stdout.write(`${json ? JSON.stringify({ family, side, seed, count, file: out, sha256 }) : words}\n`);
}

export const generateCommand = (): Command =>
  new Command('generate')
    .description('makes tasks of a family: one as a task file, several as JSON lines')
    .argument('[family]', FAMILIES.join(', '))
    .option('--family <name>', 'the same as an option')
    .option('--count <n>', 'how many', wholeNumber(1), 1)
    .option('--seed <n>', 'first seed', wholeNumber(0), 0)
    .addOption(new Option('--side <side>', 'side of the split by game').choices(SIDES).default('training'))
    .option('--trial-seconds <s>', 'length of a trial (default: 8, or what the solution needs)', seconds)
    .addOption(tilesOption())
    .addOption(complexityOption())
    .option('--out <file>', 'write JSON lines to a file instead')
    .option('--manifest <file>', 'also enter the file, its count and hash there')
    .option('--json', 'print one JSON object (with --out), else JSON lines')
    .action(generate);
