/**
 * Mixes integers into one seed in [0, 2^31). Episodes with the same task, k and repeat have the same seed for every
 * player, so each trial of the memory-reset control starts in the same state as the agent's trial.
 */
export function deriveSeed(...parts: number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
  }
  return hash >>> 1;
}
