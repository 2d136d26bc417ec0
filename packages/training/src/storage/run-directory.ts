import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, requireWritable, writeWhole } from '@open-ada/node-kit';
import { actorsOf, agentConfigOf, type RunConfig } from '../config/config.js';
import { distillKey, optionName } from '../config/options.js';
import { completeStored } from '../config/stored-config.js';
import { type LockOptions, lockRun, type RunLock } from './lock.js';

/** Keys that may change when a run is resumed: the budget, and the paths of the directory and of the teacher's file. */
const FREE = new Set(['steps', 'minutes', 'run', 'distillFrom']);

/** A run directory that this process holds. */
export interface RunDirectory {
  path: string;
  checkpoints: string;
  /** Number of actor threads. It is fixed at the start of the run, since results depend on it. */
  actors: number;
  lock: RunLock;
}

/**
 * Opens a new or existing run directory and takes its lock.
 * @param teacher copied into the directory, so that a student's run does not depend on another run
 * @throws InputError of one sentence when the directory's run has other options, or is in use
 */
export async function openRunDirectory(
  config: RunConfig,
  teacher?: Uint8Array,
  options?: LockOptions,
): Promise<RunDirectory> {
  const path = config.run;
  const file = join(path, 'config.json');
  const checkpoints = join(path, 'checkpoints');
  // Before anything is created; and again under the lock, since another process may have begun the run meanwhile.
  storedOf(config);
  requireWritable('--run', path);
  mkdirSync(checkpoints, { recursive: true });
  const lock = await lockRun(path, options);
  try {
    const stored = storedOf(config);
    const actors = stored?.actors ?? actorsOf(config);
    if (teacher && !stored) writeWhole(teacherFile(path), teacher);
    writeWhole(file, `${JSON.stringify({ actors, config, agent: agentConfigOf(config) }, null, 2)}\n`);
    return { path, checkpoints, actors, lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** What the directory's run was started with. @throws InputError if `config` has other options */
function storedOf(config: RunConfig) {
  const file = join(config.run, 'config.json');
  const stored = existsSync(file) ? readStored(file) : undefined;
  if (stored) refuseChanges(config.run, stored.config, config);
  return stored;
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
      return { actors: stored.actors, config: completeStored(stored.config) };
    }
  } catch {
    // The error below covers all faults.
  }
  throw new InputError(`${file} is not the configuration of a run; choose another directory with --run.`);
}

function refuseChanges(path: string, stored: RunConfig, now: RunConfig): void {
  const difference = configDifference(stored, now);
  if (difference === undefined) return;
  throw new InputError(
    `${path} was started with ${difference}; ` +
      'only the budget of a run may change: keep the option, or choose another directory with --run.',
  );
}

/**
 * The first option that differs between two runs, except budget and paths, for example `--seed 1, not 2`. Undefined if
 * there is none.
 */
export function configDifference(stored: RunConfig, now: RunConfig): string | undefined {
  const before = flatten(stored);
  const after = flatten(now);
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [had, has] = [before.get(key), after.get(key)];
    if (FREE.has(key) || had === has) continue;
    const [option] = key.split('/');
    // On the command line `--teacher` names the script.
    const name = option === 'labels' ? 'teacher' : optionName(option);
    return `--${name} ${had ?? '(absent)'}, not ${has ?? '(absent)'}`;
  }
  return undefined;
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Texts of the options by key; each setting of the world and of the curriculum is compared on its own. */
function flatten(config: RunConfig): Map<string, string> {
  const { constants, distillation, simulation, curriculumSettings, ...rest } = config;
  const distill = Object.entries(distillation ?? {}).map(
    ([key, value]) => [key === 'teacher' ? key : distillKey(key), value] as const,
  );
  const changes = Object.entries({ simulation, curriculumSettings }).flatMap(([option, settings]) =>
    Object.entries(settings).map(([key, value]) => [`${option}/${key}`, { [key]: value }] as const),
  );
  const all = [...Object.entries(rest), ...Object.entries(constants), ...distill, ...changes];
  return new Map(all.map(([key, value]) => [key, textOf(value)]));
}
