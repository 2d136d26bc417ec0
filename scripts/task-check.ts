// `task check`: validates task files.
import { type Fault, printablePath, TaskError, taskWarnings } from '@open-ada/production-rules';
import { Command } from 'commander';
import { readTaskFile } from './task-files.js';

interface Checked {
  file: string;
  faults: readonly Fault[];
  /** The result for the file, in one line. */
  verdict: string;
  warnings: readonly Fault[];
}

function checkFile(file: string): Checked {
  try {
    const task = readTaskFile(file);
    return { file, faults: [], verdict: `${file}: a valid task, "${task.name}".`, warnings: taskWarnings(task) };
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof TaskError)) return { file, faults: [{ path: '', message }], verdict: message, warnings: [] };
    const { faults } = error;
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
    return { file, faults, verdict: `${file} is not a valid task: ${count}.`, warnings: [] };
  }
}

/** `file:line: path: message`. Editors and terminals turn it into a link. */
function located(file: string, { path, message, line }: Fault, kind = ''): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${kind}${path === '' ? '' : `${printablePath(path)}: `}${message}`;
}

function check(files: string[], { json }: { json?: boolean }): void {
  const checked = files.map(checkFile);
  const output: string[] = [];
  const errors: string[] = [];
  for (const { file, faults, verdict, warnings } of checked) {
    (faults.length > 0 ? errors : output).push(verdict);
    // A file that cannot be read has no line to point to. Its verdict contains the message.
    if (verdict !== faults[0]?.message) output.push(...faults.map((fault) => located(file, fault)));
    errors.push(...warnings.map((warning) => located(file, warning, 'warning: ')));
  }
  const faults = checked.flatMap(({ file, faults }) =>
    faults.map(({ path, message }) => (files.length > 1 ? { file, path, message } : { path, message })),
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
    .argument('<files...>', 'task files (JSON, may hold comments)')
    .option(
      '--json',
      'print one JSON object: {"ok", "faults": [{"path", "message"}]}, of several files with "file" in each fault',
    )
    .action(check);
