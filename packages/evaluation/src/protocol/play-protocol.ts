import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Mode } from '@open-ada/ada-agent';
import { type Task, taskHash } from '@open-ada/production-rules';
import type { Checkpoint } from '@open-ada/rollout';
import { PHYSICS_STEPS_PER_SECOND } from '@open-ada/xland-sim';
import { type Job, type JobResult, jobCost, planJobs, type WorkerSetup } from '../playing/jobs.js';
import { Journal } from '../playing/journal.js';
import { type Finished, playJobs } from '../playing/pool.js';
import { knowsTrials, shorterEpisodes } from '../playing/shorter-episodes.js';
import { betterSeats } from '../statistics/better-seat.js';
import { REFERENCES } from '../statistics/report.js';

/** Increase this number whenever the same plan would be played differently. Older journals are then ignored. */
const PROTOCOL = 3;

/** Who can play the other seat of tasks for two: the agent itself, the random policy, or nobody (the no-op policy). */
export const CO_PLAYERS = ['self', 'random', 'noop'] as const;
export type CoPlayer = (typeof CO_PLAYERS)[number];

export interface ProtocolOptions {
  checkpoint: Checkpoint;
  /**
   * Numbers of trials per episode, for example [1, 2, 3, 5, 8, 13]. Every (task, k) is played separately where the agent
   * is told how many trials remain. Otherwise only the largest k is played, because it contains the others.
   */
  ks: readonly number[];
  /** Episodes of every task and k. */
  repeats: number;
  seed: number;
  mode: Mode;
  /**
   * Whether to play the memory-reset control: memory, previous action and previous reward are reset between trials, on
   * the same seeds.
   */
  control: boolean;
  /**
   * Who plays the other seat of tasks for two. Beside another than itself the agent plays every episode from each seat,
   * and of each trial the better one counts. Default: self.
   */
  coPlayer?: CoPlayer;
  /** Threads. The result does not depend on their number. */
  workers: number;
  /**
   * Where to store finished work, so that an interrupted evaluation can continue. The code's version is part of the
   * journal's name.
   */
  journal?: { directory: string; name: string; code: string };
  signal?: AbortSignal;
  onProgress?(progress: EvaluationProgress): void;
}

/** Progress of an evaluation. */
export interface EvaluationProgress {
  /** Steps played. */
  steps: number;
  /** Fraction of the work that is done, 0..1. */
  done: number;
  /** Fraction of the work found in the journal. */
  found: number;
}

export interface PlayedProtocol {
  /** Of the better seat, where each episode was played from both beside a co-player. */
  results: JobResult[];
  /** The same as it was played, from each seat. */
  bySeat: JobResult[];
  steps: number;
  /** Playing time, including interrupted parts. */
  seconds: number;
  /** Call it when the figures have been stored. */
  discardJournal(): void;
}

/**
 * Plays agent, control and reference players. The result depends only on checkpoint, tasks, ks, repeats, seed and mode.
 * @param which indices of the tasks to play
 * @throws Interrupted
 */
export async function playProtocol(
  tasks: readonly Task[],
  which: readonly number[],
  options: ProtocolOptions & Pick<WorkerSetup, 'replaysOfK'>,
): Promise<PlayedProtocol> {
  const { checkpoint, ks, repeats, seed, mode, control, workers, replaysOfK, coPlayer = 'self' } = options;
  const beside = coPlayer === 'noop' ? { beside: coPlayer } : {};
  const seats = coPlayer === 'self' ? {} : { seats: [0, 1], ...beside };
  const plan = { tasks, which, repeats, seed };
  const played = knowsTrials(checkpoint.simulation) ? ks : [Math.max(...ks)];
  const jobs = [
    ...planJobs({ ...plan, players: control ? ['agent', 'cleared'] : ['agent'], ks: played, ...seats }),
    // Reference players have no memory and do not know k, so one trial is enough.
    ...planJobs({ ...plan, players: REFERENCES, ks: [1] }),
  ];
  const { bytes, file, simulation } = checkpoint;
  const setup: WorkerSetup = { tasks, checkpoint: { bytes, file }, simulation, mode, replaysOfK };
  const journal = options.journal && openJournal(options.journal, setup, jobs, checkpoint.sha256);
  const start = performance.now();
  const seconds = () => (journal?.seconds ?? 0) + (performance.now() - start) / 1000;
  const progress = new Progress(tasks, jobs, simulation.actionRepeat, options.onProgress);
  progress.begin(journal?.known ?? new Map());
  const own = await playJobs(setup, jobs, {
    workers,
    interruption: journal && 'interrupted; what is finished is kept, and the same command goes on from there.',
    known: journal?.known,
    signal: options.signal,
    onResult: (index, result) => {
      journal?.append(index, result, seconds());
      progress.finished(index, result.steps);
    },
    onSteps: (index, steps) => progress.playing(index, steps),
  });
  const results = played.length < ks.length ? [...own, ...shorterEpisodes(own, ks)] : own;
  return {
    results: betterSeats(results),
    bySeat: results,
    steps: results.reduce((sum, result) => sum + result.steps, 0),
    seconds: seconds(),
    discardJournal: () => journal?.remove(),
  };
}

function openJournal(
  { directory, name, code }: NonNullable<ProtocolOptions['journal']>,
  { tasks, simulation, mode, replaysOfK }: WorkerSetup,
  jobs: readonly Job[],
  checkpoint: string,
): Journal {
  const all = [PROTOCOL, code, checkpoint, tasks.map(taskHash), simulation, mode, replaysOfK, jobs];
  const key = createHash('sha256').update(JSON.stringify(all)).digest('hex');
  return new Journal(join(directory, `.${name}.${key.slice(0, 12)}.journal`), key, jobs.length);
}

/** Fraction of work that is done, weighted by the known cost of each job. */
class Progress {
  private readonly total: number;
  private known = 0;
  private done = 0;
  private steps = 0;
  /** By job: steps counted while it is being played. */
  private readonly counted = new Map<number, number>();

  constructor(
    private readonly tasks: readonly Task[],
    private readonly jobs: readonly Job[],
    private readonly actionRepeat: number,
    private readonly report: ProtocolOptions['onProgress'],
  ) {
    this.total = jobs.reduce((sum, job) => sum + jobCost(job, tasks), 0);
  }

  begin(known: ReadonlyMap<number, Finished>): void {
    for (const [index, { steps }] of known) {
      this.known += jobCost(this.jobs[index], this.tasks);
      this.steps += steps;
    }
    this.done = this.known;
    this.show();
  }

  playing(index: number, steps: number): void {
    this.counted.set(index, (this.counted.get(index) ?? 0) + steps);
    this.steps += steps;
    this.show();
  }

  finished(index: number, steps: number): void {
    this.steps += steps - (this.counted.get(index) ?? 0);
    this.counted.delete(index);
    this.done += jobCost(this.jobs[index], this.tasks);
    this.show();
  }

  private show(): void {
    let playing = 0;
    for (const [index, steps] of this.counted) {
      const { plays, trial, k } = this.jobs[index];
      const seconds = plays.reduce((sum, { task }) => sum + this.tasks[task].trialSeconds, 0);
      const all = (seconds * PHYSICS_STEPS_PER_SECOND * (trial === undefined ? k : 1)) / this.actionRepeat;
      playing += jobCost(this.jobs[index], this.tasks) * Math.min(1, steps / all);
    }
    const [done, found] = [this.done + playing, this.known].map((cost) => cost / this.total);
    this.report?.({ steps: this.steps, done, found });
  }
}
