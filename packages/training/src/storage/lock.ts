import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@open-ada/node-kit';

/**
 * Takes the lock of a run directory: a file with this process's id. The lock of a dead process is taken over.
 * @returns a function that releases the lock
 * @throws InputError when a living process holds it
 */
export function lockRun(directory: string): () => void {
  const file = join(directory, 'lock');
  for (;;) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number.parseInt(readHolder(file), 10);
    if (Number.isInteger(holder) && holder !== process.pid && isAlive(holder)) {
      throw new InputError(
        `${directory} is in use by process ${holder}; stop it, or choose another directory with --run.`,
      );
    }
    rmSync(file, { force: true });
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
