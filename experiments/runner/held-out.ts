import { availableParallelism } from 'node:os';
import {
  type EvaluationOptions,
  type EvaluationResult,
  evaluate,
  readHeldOut,
  readReferenceScores,
  requireCount,
} from '@open-ada/evaluation';
import type { Checkpoint } from '@open-ada/rollout';

const HELD_OUT = 'tasks/heldout';

/** What may differ between the experiments; all of them sample actions, with seed 1, on all cores. */
type Protocol = Pick<EvaluationOptions, 'count' | 'ks' | 'control'> &
  Partial<Pick<EvaluationOptions, 'repeats' | 'journal' | 'signal' | 'onProgress'>>;

/** Before a long training. @throws InputError where there are not so many held-out tasks */
export function requireHeldOut(family: string, count: number): void {
  requireCount(readHeldOut(HELD_OUT, family), count);
}

/** Plays an agent on the first tasks of a held-out family. @throws Interrupted */
export async function playHeldOut(
  checkpoint: Checkpoint,
  family: string,
  protocol: Protocol,
): Promise<EvaluationResult> {
  const workers = availableParallelism();
  const heldOut = readHeldOut(HELD_OUT, family);
  const { signal } = protocol;
  const references = await readReferenceScores(HELD_OUT, heldOut, checkpoint.simulation, { workers, signal });
  return evaluate({
    repeats: 1,
    seed: 1,
    mode: 'sample',
    ...protocol,
    checkpoint,
    heldOut,
    references,
    workers,
  });
}
