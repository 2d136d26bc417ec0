import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';

/** Codes by which a file system says that a directory cannot be synchronised. Windows says EPERM. */
const NOT_FOR_DIRECTORIES = new Set(['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'EBADF', 'ENOTSUP', 'ENOSYS']);
/** Codes of a file that another program has open for a moment: on Windows a virus scanner, an indexer, a reader. */
const IN_USE = new Set(['EPERM', 'EACCES', 'EBUSY', 'ENOTEMPTY']);
const TRIES = 10;
const FIRST_PAUSE_MS = 5;

/**
 * Makes sure that the names in a directory survive a power cut, where the system can do that. Windows cannot, and keeps
 * them by its journal.
 * @throws Error of the file system for any other reason, such as a disk that does not answer
 */
export function syncDirectory(path: string): void {
  try {
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!NOT_FOR_DIRECTORIES.has(codeOf(error))) throw error;
  }
}

/** Renames a file or directory. Tries again while the old or the new one is in use. */
export function renameWhole(from: string, to: string): void {
  persistently(() => renameSync(from, to));
}

/** Removes a file or directory, if it is there. Tries again while it is in use. */
export function removeWhole(path: string): void {
  persistently(() => rmSync(path, { recursive: true, force: true }));
}

/** Two and a half seconds in all. Only on Windows, where what is in use cannot be renamed or removed. */
function persistently(change: () => void): void {
  for (let attempt = 1; ; attempt++) {
    try {
      change();
      return;
    } catch (error) {
      if (process.platform !== 'win32' || attempt === TRIES || !IN_USE.has(codeOf(error))) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';
