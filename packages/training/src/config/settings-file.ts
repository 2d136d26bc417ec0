import { InputError, readText } from '@open-ada/node-kit';
import type { Given } from './config.js';

/** What a file of settings holds, not yet checked. */
export type Settings = Record<string, unknown>;

export const isObject = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws InputError of one sentence if the file of `--config` cannot be read or holds no object */
export function readSettings(file: string): Settings {
  let read: unknown;
  try {
    read = JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`--config ${file}: this is not JSON (${(error as Error).message.split('\n')[0]}).`);
  }
  if (!isObject(read)) throw new InputError(`--config ${file}: expected an object, as config.json of a run holds it.`);
  return read;
}

/**
 * @param check throws an InputError for a key that is no setting, or for a value out of range
 * @throws InputError of one sentence with all faults
 */
export function requireSettings(file: string, given: Settings, check: (key: string, value: unknown) => void): void {
  const faults = Object.entries(given).flatMap(([key, value]) => {
    try {
      check(key, value);
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [error.message.replace(/\.$/, '')];
    }
  });
  if (faults.length > 0) throw new InputError(`--config ${file}: ${faults.join('; ')}.`);
}

/** Options come before what a file says; of the budget, either one replaces both of the file. */
export function overFile({ steps, minutes, ...rest }: Given, options: Given): Given {
  const isGiven = options.steps !== undefined || options.minutes !== undefined;
  return { ...rest, ...(isGiven ? {} : { steps, minutes }), ...options };
}
