import { closeSync, openSync, readdirSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Holder } from './process-identity.js';

/**
 * One lock of a run directory. The first is named `lock`, a lock that takes over from number n is named `lock.n+1`. The
 * run belongs to the lock with the highest number. The file system creates a name only once, so of several processes
 * that take over at the same moment one succeeds.
 */
export interface LockFile {
  path: string;
  number: number;
}

/** What a lock file says. `token` is unique, `beat` rises while the holder lives. */
export interface LockContent extends Holder {
  token: string;
  beat: number;
}

const NAME = /^lock(?:\.(\d+))?$/;
const nameOf = (number: number): string => (number === 1 ? 'lock' : `lock.${number}`);

/** The locks of a run directory, the highest number first. */
export function lockFiles(directory: string): LockFile[] {
  return readdirSync(directory)
    .flatMap((name) => {
      const found = NAME.exec(name);
      return found ? [{ path: join(directory, name), number: Number(found[1] ?? 1) }] : [];
    })
    .sort((a, b) => b.number - a.number);
}

/** Creates a lock. @returns undefined if another process has just created the same one */
export function createLock(directory: string, number: number, content: LockContent): LockFile | undefined {
  const path = join(directory, nameOf(number));
  try {
    writeFileSync(path, format(content), { flag: 'wx' });
    return { path, number };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    // On a full disk there is a file without content.
    rmSync(path, { force: true });
    throw error;
  }
}

/** The text of a lock file; undefined if it is gone. It may still be empty, or of an earlier version. */
export function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined for a text that no lock of this version holds. */
export function parseLock(text: string): LockContent | undefined {
  try {
    const content = JSON.parse(text) as LockContent | null;
    return typeof content?.token === 'string' && Number.isInteger(content.pid) ? content : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes a higher `beat` into a lock. The file is opened each time, so that other machines see the change.
 * @returns false if the lock is gone or belongs to another process
 */
export function renewLock(path: string, token: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(4096);
    const content = parseLock(bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, 0)));
    if (content?.token !== token) return false;
    writeSync(descriptor, format({ ...content, beat: content.beat + 1 }), 0);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

/** Of the same length for every `beat`, so that it can be written over the text before it. */
function format({ beat, ...rest }: LockContent): string {
  const head = JSON.stringify(rest).slice(0, -1);
  return `${head},"beat":${String(beat).padStart(10)}}\n`;
}
