// `task check`: validates task files.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { byNumber, InputError, orInputError } from '@open-ada/node-kit';
import { type Fault, printablePath, type ReadTask, taskWarnings } from '@open-ada/production-rules';
import { Command } from 'commander';
import { readAnyTasks } from './task-files.js';

interface Checked {
  file: string;
  faults: readonly Fault[];
  /** The result for the file, in one line. */
  verdict: string;
  warnings: readonly Fault[];
  /** Whether it is a list of tasks. */
  list: boolean;
}

function checkFile(file: string): Checked {
  let read: ReadTask[];
  try {
    read = readAnyTasks(file);
  } catch (error) {
    const { message } = error as Error;
    return { file, faults: [{ path: '', message }], verdict: message, warnings: [], list: false };
  }
  const list = read.length > 1;
  const faults = read.flatMap((each) => ('error' in each ? each.error.faults : []));
  const warnings = read.flatMap((each, i) =>
    'task' in each ? taskWarnings(each.task).map((warning) => (list ? { ...warning, line: i + 1 } : warning)) : [],
  );
  const faulty = read.filter((each) => 'error' in each).length;
  return { file, faults, warnings, list, verdict: verdictOf(file, read, faulty, faults.length) };
}

function verdictOf(file: string, read: readonly ReadTask[], faulty: number, faults: number): string {
  const count = faults === 1 ? 'one fault' : `${faults} faults`;
  const [first] = read;
  if (read.length > 1) {
    return faulty === 0
      ? `${file}: ${read.length} valid tasks.`
      : `${file}: ${faulty} of ${read.length} tasks are not valid: ${count}.`;
  }
  return 'task' in first ? `${file}: a valid task, "${first.task.name}".` : `${file} is not a valid task: ${count}.`;
}

/** A file, or the task files in a directory and below it. @throws InputError if there are none */
function filesOf(given: string): string[] {
  if (!existsSync(given) || !statSync(given).isDirectory()) return [given];
  const inside = orInputError('read', given, () => readdirSync(given, { recursive: true, encoding: 'utf8' }));
  const files = inside.filter((file) => /\.jsonc$|\.jsonl$/.test(file)).sort(byNumber);
  if (files.length === 0) throw new InputError(`${given}: there is no task file (.jsonc, .jsonl) in this directory.`);
  return files.map((file) => join(given, file));
}

/** `file:line: path: message`. Editors and terminals turn it into a link. */
function located(file: string, { path, message, line }: Fault, kind = ''): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${kind}${path === '' ? '' : `${printablePath(path)}: `}${message}`;
}

function check(given: string[], { json }: { json?: boolean }): void {
  const files = given.flatMap(filesOf);
  const checked = files.map(checkFile);
  const lists = new Set(checked.flatMap(({ file, list }) => (list ? [file] : [])));
  const output: string[] = [];
  const errors: string[] = [];
  for (const { file, faults, verdict, warnings } of checked) {
    (faults.length > 0 ? errors : output).push(verdict);
    // A file that cannot be read has no line to point to. Its verdict contains the message.
    if (verdict !== faults[0]?.message) output.push(...faults.map((fault) => located(file, fault)));
    errors.push(...warnings.map((warning) => located(file, warning, 'warning: ')));
  }
  const faults = checked.flatMap(({ file, faults }) =>
    faults.map(({ path, message, line }) => ({
      ...(files.length > 1 && { file }),
      ...(lists.has(file) && { line }),
      path,
      message,
    })),
  );
  const ok = faults.length === 0;
  const lines = json ? [JSON.stringify({ ok, faults })] : output;
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  process.stderr.write(errors.map((line) => `${line}\n`).join(''));
  if (!ok) process.exitCode = 2;
}

export const checkCommand = (): Command =>
  new Command('check')
    .description('checks task files; names the JSON path of each fault')
    .argument(
      '<files...>',
      'task files (JSON, may hold comments), lists of tasks (JSON lines), or directories with .jsonc and .jsonl files',
    )
    .option(
      '--json',
      'print one JSON object: {"ok", "faults": [{"path", "message"}]}, of several files with "file" in each fault, ' +
        'of a list with "line"',
    )
    .action(check);
