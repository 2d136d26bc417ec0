import { createHash } from 'node:crypto';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { OWN_TASKS } from '@open-ada/curriculum';
import { trainingNotes } from '@open-ada/rollout';
import type { RunConfig } from '../config/config.js';
import type { OwnTasksFacts } from './own-tasks.js';
import type { Counters } from './run-state.js';

/**
 * An agent file that a run began with: its name, the SHA-256 of its bytes, and all that it notes of its own training,
 * its own parents included. So the notes of an agent are a chain back to fresh parameters.
 */
export interface Parent {
  file: string;
  sha256: string;
  steps?: number;
  totalSteps?: number;
  totalStepsAtLeast?: number;
  [note: string]: unknown;
}

/** The agents that a run began with. */
export interface Parents {
  /** Its parameters were the first ones (`--initial`). */
  initial?: Parent;
  /** It taught the agent. */
  teacherFrom?: Parent;
}

export function parentOf(file: string, bytes: Uint8Array, extra: Record<string, unknown>): Parent {
  return { file: shownPath(file), sha256: sha256(bytes), ...trainingNotes(extra) };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What is noted in every agent file of a run: what another program needs, and how the agent came to be. */
export function agentNotes(
  config: RunConfig,
  { steps, minutes, iteration }: Pick<Counters, 'steps' | 'minutes' | 'iteration'>,
  parents: Parents,
  { commit, ownTasks }: { commit?: string; ownTasks?: OwnTasksFacts },
): Record<string, unknown> {
  const { simulation, distillation, run: _run, initial: _initial, trainOn, ...settings } = config;
  const { from: _from, ...distill } = distillation ?? {};
  return {
    simulation,
    steps,
    ...stepsInAll(steps, config.initial !== '', parents.initial),
    minutes,
    iteration,
    family: ownTasks ? OWN_TASKS : config.family,
    ...(ownTasks && { ownTasks: { from: shownPath(trainOn), ...ownTasks } }),
    size: config.size,
    learner: config.learner,
    seed: config.seed,
    ...(distillation && { teacher: distillation.teacher }),
    commit,
    settings: { ...settings, ...(distillation && { distillation: distill }) },
    ...parents,
  };
}

/**
 * Steps of this run and of all runs before it whose parameters it went on with. Files of before this was noted may have
 * forgotten their own parents, and runs of before it do not say what they began with. Then it is known only that there
 * were at least so many.
 */
function stepsInAll(steps: number, hasInitial: boolean, initial: Parent | undefined) {
  if (initial === undefined) return hasInitial ? { totalStepsAtLeast: steps } : { totalSteps: steps };
  if (initial.totalSteps !== undefined) return { totalSteps: steps + initial.totalSteps };
  return { totalStepsAtLeast: steps + (initial.totalStepsAtLeast ?? initial.steps ?? 0) };
}

/**
 * `trained for 3,803 steps`, of all runs. Files of before these were noted have those of the last run only. Undefined
 * where the file does not say.
 */
export function trainedInWords(notes: Record<string, unknown>): string | undefined {
  const { steps, totalSteps, totalStepsAtLeast = steps } = notes;
  if (typeof totalSteps === 'number') return `trained for ${totalSteps.toLocaleString('en')} steps`;
  if (typeof totalStepsAtLeast !== 'number') return undefined;
  return `trained for at least ${totalStepsAtLeast.toLocaleString('en')} steps`;
}

/** Relative to the working directory; of a file elsewhere only its name, since agents are given to other people. */
function shownPath(file: string): string {
  const path = relative('', resolve(file));
  return path.startsWith('..') || isAbsolute(path) ? basename(file) : path.split(sep).join('/');
}
