import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository, where the commands of these tests run. */
const root = fileURLToPath(new URL('..', import.meta.url));

export interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Starts `eval:heldout` or `eval:probes` in a process of its own. */
export function startEvaluation(command: 'eval-heldout' | 'eval-probes', options: readonly string[]) {
  const child = spawn(process.execPath, [join(root, 'scripts', 'dist', `${command}.js`), ...options], { cwd: root });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
  return { child, ended };
}

/** Jobs that the journals in a directory know, however far they are written. */
export function journalLines(directory: string): number {
  const journals = readdirSync(directory).filter((name) => name.endsWith('.journal'));
  return journals.reduce((sum, name) => sum + readFileSync(join(directory, name), 'utf8').split('\n').length - 2, 0);
}
