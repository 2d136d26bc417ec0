import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from './input-error.js';

/**
 * Before long work: whether a directory can be written, or made where it is not there yet.
 * @param option that the directory was given with, for the sentence
 * @throws InputError where it is something else, or lies where nothing can be written
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
