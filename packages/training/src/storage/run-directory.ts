import { join } from 'node:path';
import { InputError, writeWhole } from '@open-ada/node-kit';
import { actorsOf, agentConfigOf, type RunConfig } from '../config/config.js';
import { RETIRED_OPTIONS } from '../config/former-keys.js';
import { distillKey, optionName } from '../config/options.js';
import { completeStored } from '../config/stored-config.js';
import type { Parents } from './agent-notes.js';
import type { LockOptions, RunLock } from './lock.js';
import { checkpointsOf, firstDifference, lockDirectory, readConfig, refuseChange, textOf } from './locked-directory.js';
import { type OwnTasks, type OwnTasksFacts, requireSameTasks } from './own-tasks.js';

/** Keys that may change when a run is resumed: the budget, and the paths of the directory and of the teacher's file. */
const FREE = new Set(['steps', 'minutes', 'run', 'distillFrom']);

/** What a new run begins with, besides its settings. */
export interface RunStart {
  /** Agent file that is copied into the directory, so that a student's run does not depend on another run. */
  teacher?: Uint8Array;
  parents?: Parents;
  /** The tasks of `--train-on`. */
  ownTasks?: OwnTasks;
}

/** A run directory that this process holds. */
export interface RunDirectory {
  path: string;
  checkpoints: string;
  /** Number of actor threads. It is fixed at the start of the run, since results depend on it. */
  actors: number;
  /** The agents that the run began with. */
  parents: Parents;
  ownTasks?: OwnTasks;
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
  { teacher, parents: given = {}, ownTasks, ...options }: RunStart & LockOptions = {},
): Promise<RunDirectory> {
  const path = config.run;
  // Before anything is created; and again under the lock, since another process may have begun the run meanwhile.
  storedOf(config, ownTasks);
  const begin = () => {
    const stored = storedOf(config, ownTasks);
    const actors = stored?.actors ?? actorsOf(config);
    if (teacher && !stored) writeWhole(teacherFile(path), teacher);
    const parents = stored ? (stored.parents ?? {}) : given;
    const agent = agentConfigOf(config);
    const text = `${JSON.stringify({ actors, config, agent, parents, ownTasks: ownTasks?.facts }, null, 2)}\n`;
    return { path, checkpoints: checkpointsOf(path), actors, parents, ownTasks, config: text };
  };
  return lockDirectory(path, begin, options);
}

/** What the directory's run was started with. @throws InputError if `config` has other options, or the tasks are others */
function storedOf(config: RunConfig, ownTasks: OwnTasks | undefined) {
  const stored = readStored(config.run);
  if (stored) {
    refuseRetired(config.run, stored.config);
    refuseChange(config.run, configDifference(stored.config, config));
  }
  if (stored?.ownTasks && ownTasks) requireSameTasks(config.run, config.trainOn, stored.ownTasks, ownTasks.facts);
  return stored;
}

/** @param stored what the run was started with; settings that did nothing are left out */
function refuseRetired(run: string, stored: RunConfig): void {
  const gone = Object.entries(stored).find(([key]) => RETIRED_OPTIONS.includes(key));
  if (gone === undefined) return;
  const [key, value] = gone;
  throw new InputError(
    `${run} was started with --${optionName(key)} ${value}, which is gone: ` +
      'choose another directory with --run, or go on with the version that began it.',
  );
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
  ownTasks?: OwnTasksFacts;
}

/** See {@link readConfig}. */
export function readStored(run: string): StoredConfig | undefined {
  return readConfig(run, parseStored);
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

/**
 * The first option that differs between two runs, except budget and paths, for example `--seed 1, not 2`. Undefined if
 * there is none.
 */
export function configDifference(stored: RunConfig, now: RunConfig): string | undefined {
  return firstDifference(flatten(stored), flatten(now), (key) => {
    if (FREE.has(key)) return undefined;
    const [option] = key.split('/');
    // On the command line `--teacher` names the script.
    return option === 'labels' ? 'teacher' : optionName(option);
  });
}

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
