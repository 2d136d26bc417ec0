import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Mode } from '@open-ada/ada-agent';
import { type Task, taskHash } from '@open-ada/production-rules';
import type { Checkpoint } from '@open-ada/rollout';
import { PHYSICS_STEPS_PER_SECOND } from '@open-ada/xland-sim';
import { type Job, type JobResult, jobCost, planJobs, type WorkerSetup } from '../playing/jobs.js';
import { Journal } from '../playing/journal.js';
import { type Finished, playJobs } from '../playing/pool.js';
import { REFERENCES } from '../statistics/report.js';

/** Raised whenever the same plan would be played differently: journals of before are then left alone. */
const PROTOCOL = 2;

export interface ProtocolOptions {
  checkpoint: Checkpoint;
  /** Trials per episode, e.g. [1, 2, 3, 5, 8, 13]; every (task, k) is played on its own, since the agent is told how many trials remain. */
  ks: readonly number[];
  /** Episodes of every task and k. */
  repeats: number;
  seed: number;
  mode: Mode;
  /** Also play with memory, previous action and reward cleared between trials, on the same seeds. */
  control: boolean;
  /** Threads; the result does not depend on it. */
  workers: number;
  /** Where to keep what is finished, so that an interrupted evaluation goes on from there; the code's version is part of its name. */
  journal?: { directory: string; name: string; code: string };
  signal?: AbortSignal;
  onProgress?(progress: EvaluationProgress): void;
}

/** How far an evaluation is. */
export interface EvaluationProgress {
  /** Steps played. */
  steps: number;
  /** Share of the work that is done, 0..1. */
  done: number;
  /** Share that was found in the journal. */
  found: number;
}

export interface PlayedProtocol {
  results: JobResult[];
  steps: number;
  /** Of playing, interrupted parts included. */
  seconds: number;
  /** To be called once the figures are safe. */
  discardJournal(): void;
}

/**
 * Plays agent, control and references. What it gives depends on checkpoint, tasks, ks, repeats, seed and mode only.
 * @param which indices of the tasks that are played
 * @throws Interrupted
 */
export async function playProtocol(
  tasks: readonly Task[],
  which: readonly number[],
  options: ProtocolOptions & Pick<WorkerSetup, 'replaysOfK'>,
): Promise<PlayedProtocol> {
  const { checkpoint, ks, repeats, seed, mode, control, workers, replaysOfK } = options;
  const plan = { tasks, which, repeats, seed };
  const jobs = [
    ...planJobs({ ...plan, players: control ? ['agent', 'cleared'] : ['agent'], ks }),
    // They remember nothing and do not know of k: one trial says all.
    ...planJobs({ ...plan, players: REFERENCES, ks: [1] }),
  ];
  const { bytes, file, simulation } = checkpoint;
  const setup: WorkerSetup = { tasks, checkpoint: { bytes, file }, simulation, mode, replaysOfK };
  const journal = options.journal && openJournal(options.journal, setup, jobs, checkpoint.sha256);
  const start = performance.now();
  const seconds = () => (journal?.seconds ?? 0) + (performance.now() - start) / 1000;
  const progress = new Progress(tasks, jobs, simulation.actionRepeat, options.onProgress);
  progress.begin(journal?.known ?? new Map());
  const results = await playJobs(setup, jobs, {
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
  return {
    results,
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

/** How much of the work is done, by what each job is known to cost. */
class Progress {
  private readonly total: number;
  private known = 0;
  private done = 0;
  private steps = 0;
  /** By job: steps that have been counted while it is being played. */
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
