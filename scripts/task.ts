// `pnpm task check | show | generate`: everything one does with task files.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
import { describeTask, formatTask, parseTask, sha256Hex, TaskError } from '@open-ada/production-rules';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

const SIDES: Side[] = ['training', 'held-out'];

interface GenerateArguments {
  family: string;
  count: number;
  seed: number;
  side: Side;
  trialSeconds: number;
  out?: string;
  manifest?: string;
  json?: boolean;
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

/** Runs a file operation; its failure becomes one sentence. */
function orSentence<T>(what: string, file: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new Error(`Cannot ${what} ${file}: ${code === 'ENOENT' ? 'no such file or directory' : code}.`);
  }
}

const read = (file: string): string => orSentence('read', file, () => readFileSync(file, 'utf8'));
const write = (file: string, text: string): void => orSentence('write', file, () => writeFileSync(file, text));

function wholeNumber(lowest: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value) || value < lowest) {
      throw new InvalidArgumentError(`It must be a whole number, at least ${lowest}.`);
    }
    return value;
  };
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 600)) throw new InvalidArgumentError('It must be a number of seconds, at most 600.');
  return value;
}

function check(file: string, { json }: { json?: boolean }): void {
  const text = read(file);
  try {
    const task = parseTask(text, file);
    process.stdout.write(json ? '{"ok":true,"faults":[]}\n' : `${file}: a valid task, "${task.name}".\n`);
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    const { faults } = error;
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, faults })}\n`);
    else process.stdout.write(faults.map(({ path, message }) => `${path || '/'}: ${message}\n`).join(''));
    fail(`${file} is not a valid task: ${faults.length === 1 ? 'one fault' : `${faults.length} faults`}.`);
  }
}

function show(file: string): void {
  process.stdout.write(`${describeTask(parseTask(read(file), file))}\n`);
}

function updateManifest(manifest: string, family: string, entry: ManifestEntry): void {
  const entries = existsSync(manifest) ? parseManifest(read(manifest), manifest) : {};
  write(manifest, `${JSON.stringify({ ...entries, [family]: entry }, null, 2)}\n`);
}

function generate(options: GenerateArguments): void {
  const { count, seed, side, trialSeconds, out, manifest, json } = options;
  const family = parseFamily(options.family);
  if (manifest !== undefined && out === undefined) throw new Error('--manifest needs --out.');
  const tasks = generateTasks(family, count, seed, { side, trialSeconds });
  if (out === undefined) {
    process.stdout.write(count === 1 && !json ? formatTask(tasks[0]) : formatTaskLines(tasks));
    return;
  }
  const text = formatTaskLines(tasks);
  const sha256 = sha256Hex(text);
  write(out, text);
  if (manifest !== undefined) updateManifest(manifest, family, { file: basename(out), count, sha256 });
  const words = `${count} ${side} tasks of "${family}" in ${out}, SHA-256 ${sha256}.`;
  process.stdout.write(`${json ? JSON.stringify({ family, side, seed, count, file: out, sha256 }) : words}\n`);
}

const program = new Command('task').description('makes, checks and explains tasks').exitOverride();
program
  .command('check')
  .description('checks a task file; names the JSON path of each fault')
  .argument('<file>', 'task file (JSON, may hold comments)')
  .option('--json', 'print {"ok", "faults"} only')
  .action(check);
program.command('show').description('says in words what a task is').argument('<file>', 'task file').action(show);
program
  .command('generate')
  .description('makes tasks of a family: one as a task file, several as JSON lines')
  .requiredOption('--family <name>', FAMILIES.join(', '))
  .option('--count <n>', 'how many', wholeNumber(1), 1)
  .option('--seed <n>', 'first seed', wholeNumber(0), 0)
  .addOption(new Option('--side <side>', 'side of the split by game').choices(SIDES).default('training'))
  .option('--trial-seconds <s>', 'length of a trial', seconds, 8)
  .option('--out <file>', 'write JSON lines to a file instead')
  .option('--manifest <file>', 'also enter the file, its count and hash there')
  .option('--json', 'print one JSON object (with --out), else JSON lines')
  .action(generate);

try {
  program.parse();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  fail((error as Error).message);
}
