import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, requireWritable, writeWhole } from '@open-ada/node-kit';
import { actorsOf, type RunConfig } from '../config/config.js';
import { withCurrentOptions } from '../config/former-keys.js';
import { LEARNER_SETTINGS, optionName, SETTINGS, STUDENT_SETTINGS } from '../config/settings.js';
import { lockRun } from './lock.js';

/** Keys that may change when a run is resumed: the budget, and the paths of the directory and of the teacher's file. */
const FREE = new Set(['steps', 'minutes', 'run', 'distillFrom']);

/** A run directory that this process holds. */
export interface RunDirectory {
  path: string;
  checkpoints: string;
  /** Number of actor threads. It is fixed at the start of the run, since results depend on it. */
  actors: number;
  unlock(): void;
}

/**
 * Opens a new or existing run directory and takes its lock.
 * @param teacher copied into the directory, so that a student's run does not depend on another run
 * @throws InputError of one sentence when the directory's run has other options, or is in use
 */
export function openRunDirectory(config: RunConfig, teacher?: Uint8Array): RunDirectory {
  const path = config.run;
  const file = join(path, 'config.json');
  const stored = existsSync(file) ? readStored(file) : undefined;
  if (stored) refuseChanges(path, stored.config, config);
  requireWritable('--run', path);
  mkdirSync(join(path, 'checkpoints'), { recursive: true });
  const unlock = lockRun(path);
  const actors = stored?.actors ?? actorsOf(config);
  if (teacher && !stored) writeWhole(teacherFile(path), teacher);
  writeWhole(file, `${JSON.stringify({ actors, config }, null, 2)}\n`);
  return { path, checkpoints: join(path, 'checkpoints'), actors, unlock };
}

export function teacherFile(run: string): string {
  return join(run, 'teacher.safetensors');
}

/** The path of a student's teacher when the run began; undefined where there is no such run. */
export function teacherOrigin(run: string): string | undefined {
  const file = join(run, 'config.json');
  return existsSync(file) ? readStored(file).config.distillation?.from : undefined;
}

function readStored(file: string): { actors: number; config: RunConfig } {
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as { actors: number; config: RunConfig };
    if (Number.isInteger(stored.actors) && typeof stored.config === 'object') {
      return { ...stored, config: withCurrentOptions(stored.config) };
    }
  } catch {
    // The error below covers all faults.
  }
  throw new InputError(`${file} is not the configuration of a run; choose another directory with --run.`);
}

function refuseChanges(path: string, stored: RunConfig, now: RunConfig): void {
  const before = flatten(stored);
  const after = flatten(now);
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const had = before.get(key) ?? defaultOf(key);
    if (FREE.has(key) || had === after.get(key)) continue;
    const option = `--${optionName(key)}`;
    throw new InputError(
      `${path} was started with ${option} ${had ?? '(absent)'}, not ${after.get(key) ?? '(absent)'}; ` +
        'only the budget of a run may change: keep the option, or choose another directory with --run.',
    );
  }
}

/** What a run of before there was an option did: the same as its default. */
function defaultOf(key: string): string | undefined {
  const setting = [...SETTINGS, ...STUDENT_SETTINGS, ...LEARNER_SETTINGS].find((each) => each.key === key);
  return setting && textOf(setting.default);
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Options by key; constants and distillation have options of their own, other objects are compared whole. */
function flatten(config: RunConfig): Map<string, string> {
  const { constants, distillation, ...rest } = config;
  const distill = Object.entries(distillation ?? {}).map(
    ([key, value]) => [key === 'teacher' ? key : `distill${key[0].toUpperCase()}${key.slice(1)}`, value] as const,
  );
  const all = [...Object.entries(rest), ...Object.entries(constants), ...distill];
  return new Map(all.map(([key, value]) => [key, textOf(value)]));
}
