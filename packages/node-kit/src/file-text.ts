import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { InputError } from './input-error.js';

/** @throws InputError when the file cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`cannot read ${file} (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** Writes a file so that it is whole whenever it is there. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.writing`, content);
  renameSync(`${file}.writing`, file);
}
