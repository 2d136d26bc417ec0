import { availableParallelism } from 'node:os';
import {
  type EvaluationOptions,
  type EvaluationResult,
  evaluate,
  readHeldOut,
  readReferenceScores,
  requireCount,
} from '@open-ada/evaluation';
import { inCheckout } from '@open-ada/node-kit';
import type { Checkpoint } from '@open-ada/rollout';
import type { Protocol } from './protocol.js';

const HELD_OUT = inCheckout('tasks/heldout');

/** Call it before a long training run. @throws InputError if there are fewer held-out tasks than `count` */
export function requireHeldOut(family: string, count: number): void {
  requireCount(readHeldOut(HELD_OUT, family), count);
}

/** Plays an agent on the first tasks of a held-out family: sampled actions, seed 1, all cores. @throws Interrupted */
export async function playHeldOut(
  checkpoint: Checkpoint,
  { family, count, trials: ks, repeats, control }: Protocol,
  options: Pick<EvaluationOptions, 'journal' | 'signal' | 'onProgress'> & { onReferences?(done: number): void },
): Promise<EvaluationResult> {
  const workers = availableParallelism();
  const heldOut = readHeldOut(HELD_OUT, family);
  const { signal, onReferences: onProgress, ...playing } = { ...options };
  const references = await readReferenceScores(HELD_OUT, heldOut, checkpoint.simulation, {
    workers,
    signal,
    onProgress,
  });
  return evaluate({
    count,
    ks,
    repeats,
    control,
    seed: 1,
    mode: 'sample',
    ...playing,
    signal,
    checkpoint,
    heldOut,
    references,
    workers,
  });
}
