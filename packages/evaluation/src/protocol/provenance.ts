import type { Checkpoint } from '@open-ada/rollout';
import { COMPACT, dynamicsDifference } from '@open-ada/xland-sim';
import type { TaskScores } from '../statistics/report.js';

/** Origin of an evaluated agent. */
export interface CheckpointOrigin {
  file: string;
  sha256: string;
  /** Notes of the training run in the file: steps, minutes, family, seed, commit, ... */
  trained: Record<string, unknown>;
}

/**
 * Origin of a checkpoint: all notes in its file except the world it was trained in. Of each agent before it only file,
 * hash and steps are kept: the agent file itself has the rest.
 */
export function originOf({ file, sha256, extra }: Checkpoint): CheckpointOrigin {
  const { simulation: _, ...trained } = extra;
  return { file, sha256, trained: { ...trained, ...ancestorsOf(trained) } };
}

const KEPT_OF_ANCESTORS = ['file', 'sha256', 'steps', 'totalSteps', 'totalStepsAtLeast'];

/** The agents that a run began with, and those that they began with. */
function ancestorsOf(notes: Record<string, unknown>): Record<string, unknown> {
  const found = ['initial', 'teacherFrom'].flatMap((key): [string, unknown][] => {
    const ancestor = notes[key];
    if (typeof ancestor !== 'object' || ancestor === null) return [];
    const own = Object.entries(ancestor).filter(([name]) => KEPT_OF_ANCESTORS.includes(name));
    return [[key, { ...Object.fromEntries(own), ...ancestorsOf(ancestor as Record<string, unknown>) }]];
  });
  return Object.fromEntries(found);
}

/** The tasks that were played, and their reference scores. */
export interface PlayedTasks {
  file: string;
  sha256: string;
  count: number;
  /** Number of tasks without a score, because nobody has solved them. */
  leftOut: number;
  /** Number of distinct games (goal and rules) among the tasks with a score. Intervals are bootstrapped over games. */
  games: number;
  /** SHA-256 of the reference scores. */
  references: string;
  /** SHA-256 of the stored trials of the explorer. Absent where there are none. */
  explorer?: string;
  /** Number of tasks in which a trial of this agent beat the reference score and was capped. */
  beaten: number;
  /** First difference of the dynamics of the agent's world from those of the compact world; null if there is none. */
  worldDifference: string | null;
}

export function playedTasks(
  { file, sha256, count }: Pick<PlayedTasks, 'file' | 'sha256' | 'count'>,
  perTask: readonly TaskScores[],
  { simulation }: Checkpoint,
  { references, explorer }: { references: { sha256: string }; explorer?: { sha256: string } },
): PlayedTasks {
  // Reference scores are stored with six digits.
  const beaten = perTask.filter(({ bestReward, referenceScore }) => bestReward > referenceScore + 1e-6);
  return {
    file,
    sha256,
    count,
    leftOut: count - perTask.length,
    games: new Set(perTask.map(({ game }) => game)).size,
    references: references.sha256,
    ...(explorer && { explorer: explorer.sha256 }),
    beaten: beaten.length,
    worldDifference: dynamicsDifference(simulation, COMPACT) ?? null,
  };
}
