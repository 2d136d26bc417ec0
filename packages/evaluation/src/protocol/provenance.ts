import type { Checkpoint } from '@open-ada/rollout';

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
