import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { runWarm } from './kit/warm-command.js';

/** Root of the repository, where the commands of these tests run. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs `task` with these options. */
export const task = (...options: string[]) => runWarm('scripts/dist/task.js', options);

/** A folder for the files of one test file, removed after its tests. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'task-command-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const fileOf = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  return { folder, fileOf };
}
