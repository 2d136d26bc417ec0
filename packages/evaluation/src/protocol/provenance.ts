import type { Checkpoint } from '@open-ada/rollout';
import { COMPACT, dynamicsDifference } from '@open-ada/xland-sim';
import type { TaskScores } from '../statistics/report.js';

/** Where an evaluated agent comes from. */
export interface CheckpointOrigin {
  file: string;
  sha256: string;
  /** What training noted in the file: steps, minutes, family, seed, commit ... */
  trained: Record<string, unknown>;
}

/** Where a checkpoint comes from: all that its file says but the world it was trained in. */
export function originOf({ file, sha256, extra }: Checkpoint): CheckpointOrigin {
  const { simulation: _, ...trained } = extra;
  return { file, sha256, trained };
}

/** Which tasks were played, and what they were scored by. */
export interface PlayedTasks {
  file: string;
  sha256: string;
  count: number;
  /** Nobody has solved them; they have no score. */
  leftOut: number;
  /** Distinct games (goal and rules) of those with a score: what the intervals are bootstrapped over. */
  games: number;
  /** SHA-256 of the reference scores. */
  references: string;
  /** Tasks of which a trial of this agent beat the reference score, and was capped. */
  beaten: number;
  /** How the agent's world moves otherwise than the compact one; null: not at all. */
  worldDifference: string | null;
}

export function playedTasks(
  { file, sha256, count }: Pick<PlayedTasks, 'file' | 'sha256' | 'count'>,
  perTask: readonly TaskScores[],
  { simulation }: Checkpoint,
  references: { sha256: string },
): PlayedTasks {
  // Reference scores are kept to six digits.
  const beaten = perTask.filter(({ bestReward, referenceScore }) => bestReward > referenceScore + 1e-6);
  return {
    file,
    sha256,
    count,
    leftOut: count - perTask.length,
    games: new Set(perTask.map(({ game }) => game)).size,
    references: references.sha256,
    beaten: beaten.length,
    worldDifference: dynamicsDifference(simulation, COMPACT) ?? null,
  };
}
