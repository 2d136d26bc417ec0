import type { Mode } from '@open-ada/ada-agent';
import { InputError } from '@open-ada/node-kit';
import { gameKey } from '@open-ada/production-rules';
import type { JobResult } from '../playing/jobs.js';
import { requireFit } from '../playing/task-fit.js';
import { type SeatScores, scoresBySeat } from '../statistics/better-seat.js';
import { type LabourRow, labourRow } from '../statistics/labour.js';
import { type Figures, figures, scoredTasks, type TaskScores } from '../statistics/report.js';
import type { ExplorerTrials } from './explorer-trials.js';
import { requireCount } from './held-out.js';
import type { HeldOutFile } from './held-out-file.js';
import { type CoPlayer, type ProtocolOptions, playProtocol } from './play-protocol.js';
import { type CheckpointOrigin, originOf, type PlayedTasks, playedTasks } from './provenance.js';
import type { ReferenceScores } from './reference-scores.js';
import { type TaskWords, taskInWords } from './task-words.js';
import { isForTwo, isSolo, requireSeats } from './tasks-for-two.js';
import { type WatchedEpisode, worthWatching } from './worth-watching.js';

/** The held-out tasks to play, and how to play them. */
export interface EvaluationOptions extends ProtocolOptions {
  heldOut: HeldOutFile;
  references: ReferenceScores;
  /** Stored trials of the explorer in the tasks of the file. Absent: the result has no row of the explorer. */
  explorer?: ExplorerTrials;
  /** Number of tasks to play, from the start of the file. */
  count: number;
  /**
   * Plays only tasks for two that name no player and that the oracle solves from the first seat while the other stands
   * idle: those in which a second pair of hands is a help, not a need (AdA, section 3.1).
   */
  solo?: boolean;
  /** Number of episodes at the largest k whose replays are kept: those most worth watching. Default: none. */
  replays?: number;
  /** Stores the result. The journal is deleted afterwards. */
  save?(result: EvaluationResult, replays: WatchedEpisode[]): void;
}

/** A score file of held-out tasks. docs/evaluating.md explains each member. */
export interface EvaluationResult extends Figures {
  evaluation: 'heldout';
  version: 3;
  checkpoint: CheckpointOrigin;
  tasks: { family: string } & PlayedTasks;
  mode: Mode;
  /** Who played the other seat; only of tasks for two. */
  coPlayer?: CoPlayer;
  /** Only of tasks for two: only those that one player could solve were played, the others count as left out. */
  solo?: true;
  /** Only of tasks for two: how the players divide the useful actions, at the largest k, and the joint oracle. */
  labour?: { agent?: LabourRow; oracle?: LabourRow };
  seed: number;
  repeats: number;
  /** Steps played by all players together. */
  steps: number;
  seconds: number;
  perTask: (TaskScores & SeatScores & TaskWords)[];
}

/**
 * Runs the held-out protocol. The same checkpoint, tasks, seed and machine give the same figures for any number of
 * workers.
 * @throws InputError before anything is played; Interrupted
 */
export async function evaluate(options: EvaluationOptions): Promise<EvaluationResult> {
  const { checkpoint, heldOut, ks, mode, seed, repeats, control, count, replays = 0 } = options;
  requireCount(heldOut, count);
  const tasks = heldOut.tasks.slice(0, count);
  requireSeats(tasks, checkpoint, options);
  const { coPlayer = 'self', solo } = options;
  const isFor = tasks.map((task) => !solo || isSolo(task));
  const referenceScores = options.references.rewards.slice(0, count).map((reward, task) => (isFor[task] ? reward : 0));
  const scored = scoredTasks(referenceScores);
  if (scored.length === 0) {
    throw new InputError(`nobody has solved any of the first ${count} tasks of ${heldOut.file}: nothing to score.`);
  }
  requireFit(tasks, checkpoint);
  const replaysOfK = replays > 0 ? Math.max(...ks) : undefined;
  const played = await playProtocol(tasks, scored, { ...options, replaysOfK });
  const { results, bySeat, steps, seconds, discardJournal } = played;
  const games = tasks.map(gameKey);
  const explorer = options.explorer?.rewards;
  const { perTask, ...summary } = figures({ results, ks, repeats, control, referenceScores, games, explorer });
  const seatScores = scoresBySeat(bySeat, { ks, repeats, referenceScores });
  const result: EvaluationResult = {
    evaluation: 'heldout',
    version: 3,
    checkpoint: originOf(checkpoint),
    tasks: {
      family: heldOut.family,
      ...playedTasks({ ...heldOut, count }, perTask, checkpoint, options),
    },
    ...summary,
    mode,
    ...(isForTwo(tasks) && { coPlayer }),
    ...(solo && { solo }),
    ...(isForTwo(tasks) && { labour: labourOf(bySeat, Math.max(...ks), games) }),
    seed,
    repeats,
    steps,
    seconds,
    perTask: perTask.map((row) => ({
      ...row,
      ...(coPlayer !== 'self' && isForTwo(tasks) && { bySeat: seatScores[row.task] }),
      ...taskInWords(tasks[row.task]),
    })),
  };
  options.save?.(result, replays > 0 ? worthWatching(bySeat, { count: replays, tasks, referenceScores }) : []);
  discardJournal();
  return result;
}

function labourOf(results: readonly JobResult[], k: number, games: readonly string[]): EvaluationResult['labour'] {
  const agent = labourRow(results, (job) => job.player === 'agent' && job.k === k, games);
  const oracle = labourRow(results, ({ player }) => player === 'oracle', games);
  return { ...(agent && { agent }), ...(oracle && { oracle }) };
}
