import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, requireWritable, writeWhole } from '@open-ada/node-kit';
import { newestCheckpoint } from './checkpoint-store.js';
import { type LockOptions, lockRun, type RunLock } from './lock.js';

/** What every run directory has, whatever is trained in it. */

const CONFIG = 'config.json';

export const checkpointsOf = (run: string): string => join(run, 'checkpoints');

/**
 * Creates a run directory where there is none, takes its lock, and writes the text of `config.json` that `begin`
 * returns.
 * @param begin called under the lock
 * @throws InputError of one sentence when the directory is in use or cannot be written, and whatever `begin` throws
 */
export async function lockDirectory<T extends { config: string }>(
  run: string,
  begin: () => T,
  options: LockOptions = {},
): Promise<T & { lock: RunLock }> {
  requireWritable('--run', run);
  mkdirSync(checkpointsOf(run), { recursive: true });
  const lock = await lockRun(run, options);
  try {
    const begun = begin();
    writeWhole(join(run, CONFIG), begun.config);
    return { ...begun, lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * What a run was started with: its `config.json`, else the copy in its newest checkpoint. Undefined where there is no
 * run.
 * @param parse undefined for any text that is not such a configuration
 * @throws InputError that says how to go on, if the file is damaged and no checkpoint has a copy
 */
export function readConfig<T>(run: string, parse: (text: string) => T | undefined): T | undefined {
  const file = join(run, CONFIG);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const stored = text === undefined ? undefined : parse(text);
  if (stored) return stored;
  const { found } = newestCheckpoint(checkpointsOf(run));
  const copy = found && existsSync(join(found.path, CONFIG)) && parse(Buffer.from(found.read(CONFIG)).toString());
  if (copy) return copy;
  if (text === undefined) return undefined;
  const way = found
    ? `delete it and give the options that the run was started with, and the run goes on from ${found.path}`
    : 'the run has no checkpoint, so delete the directory';
  throw new InputError(`${file} is not the configuration of a run: ${way}, or choose another directory with --run.`);
}

/** @param difference the first option that differs from what the run was started with; undefined: none */
export function refuseChange(run: string, difference: string | undefined): void {
  if (difference === undefined) return;
  throw new InputError(
    `${run} was started with ${difference}; ` +
      'only the budget of a run may change: keep the option, or choose another directory with --run.',
  );
}

export const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/**
 * The first key whose text differs, for example `--seed 1, not 2`. Undefined if there is none.
 * @param nameOf of the option of a key; undefined for a key that may change
 */
export function firstDifference(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  nameOf: (key: string) => string | undefined,
): string | undefined {
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [had, has] = [before.get(key), after.get(key)];
    const name = nameOf(key);
    if (name === undefined || had === has) continue;
    return `--${name} ${had ?? '(absent)'}, not ${has ?? '(absent)'}`;
  }
  return undefined;
}
