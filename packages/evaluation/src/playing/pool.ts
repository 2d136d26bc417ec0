import { Interrupted, startWorker } from '@open-ada/node-kit';
import type { Job, JobResult, WorkerSetup } from './jobs.js';

/** What a job gave, without the job. */
export type Finished = Omit<JobResult, 'job'>;

export type ToWorker = Job | 'stop';
export type FromWorker = { kind: 'ready' } | { kind: 'steps'; steps: number } | { kind: 'result'; result: Finished };

export interface PoolOptions {
  /** Threads, at least 1. */
  workers: number;
  /** By index in `jobs`: what is known already and not played again. */
  known?: ReadonlyMap<number, Finished>;
  /** Stops all workers between two steps. */
  signal?: AbortSignal;
  /** What is said then. */
  interruption?: string;
  onResult?(index: number, result: Finished): void;
  /** Steps played since the last call, and the job that they belong to; those since the last call of a job that ends are not told. */
  onSteps?(index: number, steps: number): void;
}

/**
 * Plays all jobs and resolves to their results in the order of `jobs`. A job's result does not depend on the worker that played it,
 * nor on what that worker played before.
 * @throws Interrupted when the signal stopped it; else what a worker throws, after the other workers are stopped
 */
export async function playJobs(setup: WorkerSetup, jobs: readonly Job[], options: PoolOptions): Promise<JobResult[]> {
  const { known, signal, onResult, onSteps } = options;
  const results: (Finished | undefined)[] = jobs.map((_, index) => known?.get(index));
  const open = [...jobs.keys()].filter((index) => results[index] === undefined);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const halt = () => Atomics.store(stop, 0, 1);
  if (signal?.aborted) halt();
  signal?.addEventListener('abort', halt);

  const start = (): Promise<void> => {
    const worker = startWorker('./shard-worker.js', import.meta.url, { setup, stop });
    let current: number | undefined;
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'steps') {
        onSteps?.(current!, message.steps);
        return;
      }
      if (message.kind === 'result') {
        results[current!] = message.result;
        onResult?.(current!, message.result);
      }
      current = open.shift();
      worker.postMessage((current === undefined ? 'stop' : jobs[current]) satisfies ToWorker);
    });
    return new Promise((resolve, reject) => {
      worker.on('error', (error) => {
        halt();
        reject(error);
      });
      worker.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`an evaluation worker ended with code ${code}`)),
      );
    });
  };

  const ended = await Promise.allSettled(Array.from({ length: Math.min(options.workers, open.length) }, start));
  signal?.removeEventListener('abort', halt);
  const failure = ended.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  const missing = results.some((result) => result === undefined);
  if (missing) throw new Interrupted(options.interruption ?? 'interrupted.');
  return results.map((result, index) => ({ job: jobs[index], ...result! }));
}
