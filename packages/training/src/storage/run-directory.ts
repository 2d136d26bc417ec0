import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, requireWritable, writeWhole } from '@open-ada/node-kit';
import { actorsOf, agentConfigOf, type RunConfig } from '../config/config.js';
import { distillKey, optionName } from '../config/options.js';
import { completeStored } from '../config/stored-config.js';
import type { Parents } from './agent-notes.js';
import { newestCheckpoint } from './checkpoint-store.js';
import { type LockOptions, lockRun, type RunLock } from './lock.js';

const CONFIG = 'config.json';

/** Keys that may change when a run is resumed: the budget, and the paths of the directory and of the teacher's file. */
const FREE = new Set(['steps', 'minutes', 'run', 'distillFrom']);

/** What a new run begins with, besides its settings. */
export interface RunStart {
  /** Agent file that is copied into the directory, so that a student's run does not depend on another run. */
  teacher?: Uint8Array;
  parents?: Parents;
}

/** A run directory that this process holds. */
export interface RunDirectory {
  path: string;
  checkpoints: string;
  /** Number of actor threads. It is fixed at the start of the run, since results depend on it. */
  actors: number;
  /** The agents that the run began with. */
  parents: Parents;
  /** Text of `config.json`. Each checkpoint has a copy. */
  config: string;
  lock: RunLock;
}

/**
 * Opens a new or existing run directory and takes its lock.
 * @throws InputError of one sentence when the directory's run has other options, or is in use
 */
export async function openRunDirectory(
  config: RunConfig,
  { teacher, parents: given = {}, ...options }: RunStart & LockOptions = {},
): Promise<RunDirectory> {
  const path = config.run;
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
    const parents = stored ? (stored.parents ?? {}) : given;
    const agent = agentConfigOf(config);
    const text = `${JSON.stringify({ actors, config, agent, parents }, null, 2)}\n`;
    writeWhole(join(path, CONFIG), text);
    return { path, checkpoints, actors, parents, config: text, lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** What the directory's run was started with. @throws InputError if `config` has other options */
function storedOf(config: RunConfig) {
  const stored = readStored(config.run);
  if (stored) refuseChanges(config.run, stored.config, config);
  return stored;
}

export function teacherFile(run: string): string {
  return join(run, 'teacher.safetensors');
}

/** The path of a student's teacher when the run began; undefined where there is no such run. */
export function teacherOrigin(run: string): string | undefined {
  return readStored(run)?.config.distillation?.from;
}

interface StoredConfig {
  actors: number;
  config: RunConfig;
  /** Absent in runs that were begun before it was noted. */
  parents?: Parents;
}

/**
 * What a run was started with: its `config.json`, else the copy in its newest checkpoint. Undefined where there is no
 * run.
 * @throws InputError that says how to go on, if the file is damaged and no checkpoint has a copy
 */
export function readStored(run: string): StoredConfig | undefined {
  const file = join(run, CONFIG);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const stored = text === undefined ? undefined : parseStored(text);
  if (stored) return stored;
  const { found } = newestCheckpoint(join(run, 'checkpoints'));
  const copy = found && existsSync(join(found.path, CONFIG)) && parseStored(Buffer.from(found.read(CONFIG)).toString());
  if (copy) return copy;
  if (text === undefined) return undefined;
  const way = found
    ? `delete it and give the options that the run was started with, and the run goes on from ${found.path}`
    : 'the run has no checkpoint, so delete the directory';
  throw new InputError(`${file} is not the configuration of a run: ${way}, or choose another directory with --run.`);
}

function parseStored(text: string): StoredConfig | undefined {
  try {
    const stored = JSON.parse(text) as StoredConfig | null;
    if (Number.isInteger(stored?.actors) && typeof stored?.config === 'object') {
      return { ...stored, config: completeStored(stored.config) };
    }
  } catch {
    // It is no JSON, or of settings that are not known.
  }
  return undefined;
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
