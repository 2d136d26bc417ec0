import { join } from 'node:path';
import { expect } from 'vitest';
import { newestCheckpoint } from '../src/storage/checkpoint-store.js';
import { digest } from './digest.js';

/** Everything of a run's newest checkpoint but the wall clock (which the agent file also notes). */
export function checkpointContent(run: string) {
  const { found, ignored } = newestCheckpoint(join(run, 'checkpoints'));
  expect(ignored).toEqual([]);
  const { minutes, ...counters } = JSON.parse(Buffer.from(found!.read('state.json')).toString());
  expect(minutes).toBeGreaterThan(0);
  const pool = (counters as { snapshots?: number }).snapshots ? 'co-players.safetensors' : undefined;
  return {
    ...(pool && { coPlayers: digest(found!.read(pool)) }),
    counters,
    learner: digest(found!.read('learner.safetensors')),
    acting: digest(found!.read('behaviour.safetensors')),
  };
}

/** One file of a run's newest checkpoint. */
export function checkpointFile(run: string, file: string): Uint8Array {
  return newestCheckpoint(join(run, 'checkpoints')).found!.read(file);
}
