import { InputError, Interrupted, startWorker } from '@open-ada/node-kit';
import type { Job, JobResult, WorkerSetup } from './jobs.js';

/** Result of a job, without the job itself. */
export type Finished = Omit<JobResult, 'job'>;

export type ToWorker = Job | 'stop';
export type FromWorker = { kind: 'ready' } | { kind: 'steps'; steps: number } | { kind: 'result'; result: Finished };

export interface PoolOptions {
  /** Number of threads, at least 1. */
  workers: number;
  /** Results that are already known, by index in `jobs`. These jobs are not played again. */
  known?: ReadonlyMap<number, Finished>;
  /** Stops all workers between two steps. */
  signal?: AbortSignal;
  /** Message of the error if the signal stops the pool. */
  interruption?: string;
  onResult?(index: number, result: Finished): void;
  /**
   * Called with the number of steps played since the last call and the index of their job. When a job ends, the steps
   * since its last call are not reported.
   */
  onSteps?(index: number, steps: number): void;
}

/**
 * Plays all jobs and returns their results in the order of `jobs`. A job's result does not depend on the worker that
 * plays it, nor on what that worker played before.
 * @throws Interrupted if the signal stopped the pool; InputError if the agent cannot act; otherwise the error of a worker, after the other workers are
 *   stopped
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
    const answer = (message: FromWorker) => {
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
    };
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        try {
          answer(message);
        } catch (error) {
          // The caller could not keep a result, for example on a full disk.
          halt();
          worker.postMessage('stop' satisfies ToWorker);
          reject(error as Error);
        }
      });
      worker.on('error', (error) => {
        halt();
        reject(error.name === 'NonFinite' ? new InputError(`${setup.checkpoint?.file}: ${error.message}`) : error);
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
