import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { renameWhole } from './durable.js';
import { InputError } from './input-error.js';
import { storageReason, writing } from './storage-error.js';

const REASONS: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EISDIR: 'it is a directory',
  EACCES: 'not permitted',
  ENOTDIR: 'part of the path is no folder',
  EEXIST: 'there is a file of that name',
};

/** What an operation on a file returns. @throws InputError, one sentence, for whatever the operation throws */
export function orInputError<T>(what: string, file: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new InputError(`Cannot ${what} ${file}: ${REASONS[code] ?? storageReason(error) ?? code}.`);
  }
}

/** @throws InputError when the file cannot be read */
export const readText = (file: string): string => orInputError('read', file, () => readFileSync(file, 'utf8'));

/** Writes a file that the caller asked for. @throws InputError when it cannot be written */
export const writeText = (file: string, text: string): void =>
  orInputError('write', file, () => writeWhole(file, text));

/**
 * Writes a file atomically: whenever the file exists it is complete, even after a crash and with concurrent writers.
 * `write-file-atomic` is not used because it ignores how many bytes a write has written. On a full disk it therefore
 * puts half a file in place.
 * @throws StorageError where the file system accepts no more data; else its own error; the earlier file is then unchanged
 */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${randomUUID()}.writing`;
  try {
    writing(file, () => {
      writeFileSync(temporary, content, { flag: 'wx', flush: true });
      renameWhole(temporary, file);
    });
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
