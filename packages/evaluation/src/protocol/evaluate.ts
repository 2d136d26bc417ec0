import type { Mode } from '@open-ada/ada-agent';
import { InputError } from '@open-ada/node-kit';
import { requireFit } from '../playing/task-fit.js';
import { type Figures, figures, rewardTables, scoredTasks, type TaskScores } from '../statistics/report.js';
import { type HeldOutFile, requireCount } from './held-out.js';
import { type ProtocolOptions, playProtocol } from './play-protocol.js';
import { type CheckpointOrigin, originOf } from './provenance.js';
import { type TaskWords, taskInWords } from './task-words.js';

/** What the held-out protocol plays, and how. */
export interface EvaluationOptions extends ProtocolOptions {
  heldOut: HeldOutFile;
  /** `[tasks]`: reward that a score of 1 stands for; 0: unsolved, left out. */
  referenceScores: readonly number[];
  /** The first `count` tasks of the file. */
  count: number;
  /** Writes the result down; what was kept for continuing goes after it. */
  save?(result: EvaluationResult): void;
}

/** A score file of held-out tasks; docs/evaluating.md explains each member. */
export interface EvaluationResult extends Figures {
  evaluation: 'heldout';
  version: 2;
  checkpoint: CheckpointOrigin;
  tasks: { family: string; file: string; sha256: string; count: number; leftOut: number };
  mode: Mode;
  seed: number;
  repeats: number;
  /** Steps played by all players together. */
  steps: number;
  seconds: number;
  perTask: (TaskScores & TaskWords)[];
}

/**
 * Runs the held-out protocol. Same checkpoint, tasks, seed and machine: the same figures, whatever the number of workers.
 * @throws InputError before anything is played; Interrupted
 */
export async function evaluate(options: EvaluationOptions): Promise<EvaluationResult> {
  const { checkpoint, heldOut, ks, mode, seed, repeats, control, count } = options;
  requireCount(heldOut, count);
  const tasks = heldOut.tasks.slice(0, count);
  const referenceScores = options.referenceScores.slice(0, count);
  const scored = scoredTasks(referenceScores);
  if (scored.length === 0) {
    throw new InputError(`the oracle solves none of the first ${count} tasks of ${heldOut.file}: nothing to score.`);
  }
  requireFit(tasks, checkpoint);
  const { results, steps, seconds, discardJournal } = await playProtocol(tasks, scored, options);
  const found = figures(rewardTables({ results, ks, repeats, control, referenceScores }), referenceScores);
  const { perTask, ...summary } = found;
  const result: EvaluationResult = {
    evaluation: 'heldout',
    version: 2,
    checkpoint: originOf(checkpoint),
    tasks: {
      family: heldOut.family,
      file: heldOut.file,
      sha256: heldOut.sha256,
      count,
      leftOut: count - scored.length,
    },
    ...summary,
    mode,
    seed,
    repeats,
    steps,
    seconds,
    perTask: perTask.map((row) => ({ ...row, ...taskInWords(tasks[row.task]) })),
  };
  options.save?.(result);
  discardJournal();
  return result;
}
