import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from './input-error.js';

/**
 * Checks, before long work, that a directory can be written to, or created if it does not exist.
 * @param option the option that named the directory; it appears in the message
 * @throws InputError where the path is not a directory, or where nothing can be written
 */
export function requireWritable(option: string, directory: string): void {
  let path = resolve(directory);
  while (!existsSync(path)) path = dirname(path);
  if (!statSync(path).isDirectory()) throw new InputError(`${option} ${directory}: ${path} is not a directory.`);
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    const reason = (error as { code?: string }).code === 'EROFS' ? 'is read-only' : 'must not be written';
    throw new InputError(`${option} ${directory}: ${path} ${reason}; choose another place with ${option}.`);
  }
}
