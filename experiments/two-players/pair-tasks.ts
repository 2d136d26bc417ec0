import { setImmediate } from 'node:timers/promises';
import { generateTask } from '@open-ada/curriculum';
import {
  type HeldOutFile,
  oracleReferences,
  type ReferenceScores,
  readHeldOut,
  readReferenceScores,
  requireCount,
  Screening,
} from '@open-ada/evaluation';
import { Interrupted, inCheckout } from '@open-ada/node-kit';
import { sha256Hex, type Task, taskHash } from '@open-ada/production-rules';
import type { SimulationSettings } from '@open-ada/xland-sim';
import { FIRST_SEED } from '../validation/validation-tasks.js';

/** Tasks that agents of two players are scored on: on the training side while one develops, or the frozen ones. */
export const TASK_SETS = ['validation', 'held-out'] as const;
export type TaskSet = (typeof TASK_SETS)[number];

const HELD_OUT = inCheckout('tasks/heldout');
const FAMILY = 'pairs';

export interface DrawOptions {
  workers: number;
  signal?: AbortSignal;
  onProgress(what: string, done: number): void;
}

/** Call it before a long training. @throws InputError if there are fewer held-out tasks than `count` */
export function requirePairs(set: TaskSet, count: number): void {
  if (set === 'held-out') requireCount(readHeldOut(HELD_OUT, FAMILY), count);
}

/** The first `count` tasks of a set with their reference scores in the agent's world. @throws Interrupted */
export async function pairTasks(
  set: TaskSet,
  count: number,
  simulation: SimulationSettings,
  { workers, signal, onProgress }: DrawOptions,
): Promise<{ heldOut: HeldOutFile; references: ReferenceScores }> {
  const playing = {
    workers,
    signal,
    onProgress: (done: number) => onProgress('the oracle plays for reference scores', done),
  };
  if (set === 'held-out') {
    const heldOut = readHeldOut(HELD_OUT, FAMILY);
    return { heldOut, references: await readReferenceScores(HELD_OUT, heldOut, simulation, playing) };
  }
  const tasks = await drawTasks(count, signal, (done) => onProgress('drawing validation tasks', done));
  const sha256 = sha256Hex(tasks.map((task) => `${taskHash(task)}\n`).join(''));
  const heldOut = { family: FAMILY, file: 'validation tasks of pairs', sha256, tasks };
  return { heldOut, references: await oracleReferences(heldOut, simulation, playing) };
}

/**
 * Tasks of the training side that no run trains on, chosen as the held-out ones are: two oracles solve them, and neither
 * doing nothing nor chance pays.
 */
async function drawTasks(
  count: number,
  signal: AbortSignal | undefined,
  onProgress: (done: number) => void,
): Promise<Task[]> {
  const screening = new Screening();
  const tasks: Task[] = [];
  for (let seed = FIRST_SEED; tasks.length < count; seed++) {
    const task = generateTask(FAMILY, seed, { side: 'training' });
    const { rejected } = await screening.screen(task, tasks.length);
    if (rejected === undefined) tasks.push(task);
    onProgress(tasks.length / count);
    // A signal is heard between tasks only.
    await setImmediate();
    if (signal?.aborted) throw new Interrupted('interrupted; the same command goes on from there.');
  }
  return tasks;
}
