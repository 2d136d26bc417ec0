import { InputError, readText } from '@open-ada/node-kit';
import type { ReferenceAgent } from './reference-scores.js';

/** The best trials of one agent, from a score file. */
export interface BestTrials {
  file: string;
  evaluation: 'heldout' | 'probes';
  agent: ReferenceAgent;
  /** Hash of the tasks that were played. */
  tasksSha256: string;
  /** First difference of the dynamics from those of the compact world; null if there is none. */
  worldDifference: string | null;
  /** One row for each task with a score. Only probes have a `taskHash`. */
  rows: { task: number; taskHash?: string; bestReward: number }[];
}

/**
 * Reads the best trials of an agent from a score file of `eval:heldout` or `eval:probes`.
 * @throws InputError if the file is not such a score file
 */
export function readBestTrials(file: string): BestTrials {
  const refuse = (problem: string): never => {
    throw new InputError(
      `${file} is no score file of this version (${problem}); make it with eval:heldout or eval:probes.`,
    );
  };
  // The content of the file is unknown, so each member is checked before it is used.
  const text = readText(file);
  let data: ReturnType<typeof JSON.parse>;
  try {
    data = JSON.parse(text);
  } catch {
    return refuse('it is not JSON');
  }
  const { evaluation, version, checkpoint, tasks, k, repeats, seed, mode, perTask } = data ?? {};
  if (!['heldout', 'probes'].includes(evaluation)) return refuse('"evaluation" must be "heldout" or "probes"');
  if (version !== 3) return refuse('"version" must be 3');
  const sound =
    typeof checkpoint?.sha256 === 'string' &&
    typeof tasks?.sha256 === 'string' &&
    (tasks.worldDifference === null || typeof tasks.worldDifference === 'string') &&
    typeof k === 'object' &&
    Array.isArray(perTask);
  if (!sound) return refuse('"checkpoint", "tasks", "k" or "perTask" is missing');
  const wrong = perTask.findIndex((row) => !Number.isInteger(row?.task) || !(row.bestReward >= 0));
  if (wrong >= 0) return refuse(`"perTask" ${wrong} needs "task" and "bestReward"`);
  const trials = Object.keys(k).map(Number);
  return {
    file,
    evaluation,
    agent: { sha256: checkpoint.sha256, trials, repeats, seed, mode },
    tasksSha256: tasks.sha256,
    worldDifference: tasks.worldDifference,
    rows: perTask,
  };
}

/** @throws InputError if the agent was not played in the compact world, to which frozen reference scores belong */
export function requireCompactWorld({ file, worldDifference }: BestTrials): void {
  if (worldDifference === null) return;
  throw new InputError(`${file} was played in another world (${worldDifference}) than the reference scores belong to.`);
}
