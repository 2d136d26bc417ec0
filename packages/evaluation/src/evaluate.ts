import type { SimulationSettings } from '@open-ada/xland-sim';
import type { Checkpoint } from './checkpoint.js';
import type { HeldOutFile } from './held-out.js';
import { InputError } from './input-error.js';
import { type JobResult, planJobs, SHARD_TASKS, type WorkerSetup } from './jobs.js';
import type { Mode } from './policy.js';
import { playJobs } from './pool.js';
import { type Figures, figures } from './report.js';

export interface EvaluationOptions {
  checkpoint: Checkpoint;
  heldOut: HeldOutFile;
  /** `[tasks]`: reward that a score of 1 stands for; 0: unsolved, left out. */
  normalisers: readonly number[];
  /** The first `count` tasks of the file. */
  count: number;
  /** Trials per episode, e.g. [1, 2, 3, 5, 8, 13]; every (task, k) is played on its own. */
  ks: readonly number[];
  repeats: number;
  seed: number;
  mode: Mode;
  /** Also play with memory, previous action and reward cleared between trials, on the same seeds. */
  control: boolean;
  /** Threads; the result does not depend on it. */
  workers: number;
  onProgress?(progress: EvaluationProgress): void;
}

export interface EvaluationProgress {
  frames: number;
  /** Share of all trials that have been played, 0..1. */
  done: number;
}

export interface EvaluationResult extends Figures {
  checkpoint: { file: string; sha256: string };
  tasks: { family: string; file: string; sha256: string; count: number; leftOut: number };
  mode: Mode;
  seed: number;
  repeats: number;
  frames: number;
  seconds: number;
}

/** Runs the held-out protocol. Same checkpoint, tasks, seed and machine: the same figures, whatever the number of workers. */
export async function evaluate(options: EvaluationOptions): Promise<EvaluationResult> {
  const { checkpoint, heldOut, ks, mode, seed, repeats, control } = options;
  const normalisers = options.normalisers.slice(0, options.count);
  const kept = normalisers.flatMap((reward, task) => (reward > 0 ? [task] : []));
  if (kept.length === 0) {
    throw new InputError(
      `the oracle solves none of the first ${options.count} tasks of ${heldOut.file}: nothing to score.`,
    );
  }
  const jobs = [
    ...planJobs(options.count, control ? ['agent', 'cleared'] : ['agent'], ks, repeats, seed),
    ...planJobs(options.count, ['random', 'noop', 'oracle'], [1], 1, seed),
  ];
  const start = performance.now();
  const results = await playJobs(
    setupWorkers(heldOut, options.count, checkpoint.simulation, mode, checkpoint),
    jobs,
    options.workers,
    progressOf(jobs, options.onProgress),
  );
  return {
    checkpoint: { file: checkpoint.file, sha256: checkpoint.sha256 },
    tasks: {
      family: heldOut.family,
      file: heldOut.file,
      sha256: heldOut.sha256,
      count: options.count,
      leftOut: options.count - kept.length,
    },
    ...figures(results, ks, control, normalisers, kept),
    mode,
    seed,
    repeats,
    frames: results.reduce((sum, result) => sum + result.frames, 0),
    seconds: (performance.now() - start) / 1000,
  };
}

function setupWorkers(
  heldOut: HeldOutFile,
  count: number,
  simulation: SimulationSettings,
  mode: Mode,
  checkpoint?: Checkpoint,
): WorkerSetup {
  return {
    tasks: heldOut.tasks.slice(0, count),
    checkpoint: checkpoint && { bytes: checkpoint.bytes, file: checkpoint.file },
    simulation,
    slots: Math.min(SHARD_TASKS, count),
    mode,
  };
}

/** Progress by trials: what a job costs is known before it runs. */
function progressOf(
  jobs: readonly { k: number; count: number }[],
  report: EvaluationOptions['onProgress'],
): (result: JobResult) => void {
  const total = jobs.reduce((sum, job) => sum + job.k * job.count, 0);
  let trials = 0;
  let frames = 0;
  return ({ job, frames: played }) => {
    trials += job.k * job.count;
    frames += played;
    report?.({ frames, done: trials / total });
  };
}
