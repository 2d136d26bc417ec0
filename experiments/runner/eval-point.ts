import { readPlayable } from '@open-ada/rollout';
import { playHeldOut } from './held-out.js';
import type { Protocol } from './protocol.js';
import type { Look } from './result.js';
import type { RowProgress } from './row-progress.js';

export interface LookOptions {
  protocol: Protocol;
  /** Directory of the journal of an interrupted evaluation. */
  directory: string;
  commit: string | null;
  signal?: AbortSignal;
  progress: RowProgress;
}

/** Plays an agent file on held-out tasks. @throws Interrupted */
export async function lookAt(file: string, mark: string, options: LookOptions): Promise<Look> {
  const { protocol, directory, commit, signal, progress } = options;
  const tasksOf = `${protocol.count} held-out tasks of ${protocol.family}`;
  const checkpoint = readPlayable(file);
  const { tasks, k, adaptationGain, cleared, perTask } = await playHeldOut(checkpoint, protocol, {
    journal: { directory, name: `look-${mark}`, code: commit ?? '' },
    signal,
    onReferences: (done) => progress.played(`the oracle plays ${tasksOf} for their reference scores`, done),
    onProgress: ({ done, found }) => progress.played(`playing ${tasksOf} at ${mark}`, done, found),
  });
  const { steps, minutes } = budgetOf(checkpoint.extra, mark);
  const scores = Object.fromEntries(protocol.trials.map((each) => [each, perTask.map(({ score }) => score[each])]));
  const keys = [...new Set(perTask.map(({ game }) => game))];
  const games = perTask.map(({ game }) => keys.indexOf(game));
  const { sha256 } = checkpoint;
  return { marks: [mark], steps, minutes, sha256, tasks, k, adaptationGain, games, scores, cleared };
}

interface Notes {
  steps?: number;
  minutes?: number;
  totalSteps?: number;
  totalStepsAtLeast?: number;
}

/** Of an agent that the experiment trains, what its run has spent; of another, its steps in all runs. */
function budgetOf(notes: Notes, mark: string): { steps: number; minutes?: number } {
  const { steps = 0, minutes, totalStepsAtLeast = steps, totalSteps = totalStepsAtLeast } = notes;
  if (mark !== 'end' || totalSteps === steps) return { steps, minutes };
  // Files do not note the minutes of the runs before.
  return { steps: totalSteps };
}
