import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type EvaluationResult,
  evaluate,
  type HeldOutFile,
  isSolo,
  type ReferenceScores,
  type WatchedEpisode,
} from '@open-ada/evaluation';
import { writeText } from '@open-ada/node-kit';
import type { Checkpoint } from '@open-ada/rollout';
import type { FromSeats, PairProtocol, PairResult, PairTask, PlayFigures } from './pair-result.js';

export interface PlayPairsOptions {
  protocol: PairProtocol;
  heldOut: HeldOutFile;
  references: ReferenceScores;
  /** Where journals of interrupted evaluations are, and the replays. */
  directory: string;
  /** Number of replays to keep. */
  replays: number;
  mark: string;
  commit: string | null;
  workers: number;
  signal?: AbortSignal;
  onProgress(what: string, done: number, found: number): void;
}

/**
 * Plays an agent on all tasks in self-play, with the memory-reset control, and beside the random policy, and beside an
 * idle player on the tasks that one can solve: sampled actions, seed 1.
 * @throws Interrupted
 */
export async function playPairs(
  checkpoint: Checkpoint,
  options: PlayPairsOptions,
): Promise<Pick<PairResult, 'self' | 'random' | 'noop' | 'perTask' | 'replays'>> {
  const { protocol, heldOut, references, directory, replays, mark, commit, workers, signal, onProgress } = options;
  const { count, trials, repeats } = protocol;
  let episodes: WatchedEpisode[] = [];
  const play = (coPlayer: 'self' | 'random' | 'noop', what: string): Promise<EvaluationResult> =>
    evaluate({
      ...{ checkpoint, heldOut, references, count, ks: trials, repeats, workers, signal, coPlayer },
      ...{ seed: 1, mode: 'sample' as const, control: coPlayer === 'self' },
      ...(coPlayer === 'noop' && { solo: true }),
      ...(coPlayer === 'self' && { replays }),
      journal: { directory, name: `${coPlayer}-${mark}`, code: commit ?? '' },
      onProgress: ({ done, found }) => onProgress(`playing ${count} tasks at ${mark}, ${what}`, done, found),
      save: (_, kept) => {
        if (coPlayer === 'self') episodes = kept;
      },
    });
  const self = await play('self', 'self-play');
  const random = await play('random', 'beside the random policy');
  const solo = heldOut.tasks.slice(0, count).some((task, i) => references.rewards[i] > 0 && isSolo(task));
  const noop = solo ? await play('noop', 'beside an idle player') : undefined;
  return {
    self: figuresOf(self),
    random: figuresOf(random),
    ...(noop && { noop: figuresOf(noop) }),
    perTask: perTaskOf(self, random, noop, { heldOut, trials }),
    replays: keepReplays(join(directory, `worth-watching-${mark}`), episodes),
  };
}

function figuresOf({ perTask: _, checkpoint: __, explorer: ___, ...figures }: EvaluationResult): PlayFigures {
  return figures;
}

function perTaskOf(
  self: EvaluationResult,
  random: EvaluationResult,
  noop: EvaluationResult | undefined,
  { heldOut, trials }: { heldOut: HeldOutFile; trials: readonly number[] },
): PairTask[] {
  const rowOf = (result: EvaluationResult | undefined, task: number) =>
    result?.perTask.find((row) => row.task === task);
  const fromSeats = (row: EvaluationResult['perTask'][number]): FromSeats[] =>
    trials.map((k) => [...row.bySeat![k], row.score[k]]);
  const games = [...new Set(self.perTask.map(({ game }) => game))];
  return self.perTask.map(({ task, game, score, cleared }) => {
    const idle = rowOf(noop, task);
    return {
      task,
      name: heldOut.tasks[task].name,
      game: games.indexOf(game),
      self: trials.map((k) => score[k]),
      reset: trials.map((k) => cleared![k]),
      random: fromSeats(rowOf(random, task)!),
      ...(idle && { noop: fromSeats(idle) }),
    };
  });
}

function keepReplays(directory: string, episodes: readonly WatchedEpisode[]): PairResult['replays'] {
  if (episodes.length > 0) mkdirSync(directory, { recursive: true });
  return episodes.map(({ replay, ...about }) => {
    const file = `task-${about.task}.replay`;
    writeText(join(directory, file), replay);
    return { ...about, file };
  });
}
