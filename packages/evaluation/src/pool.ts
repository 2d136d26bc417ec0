import { Worker } from 'node:worker_threads';
import type { Job, JobResult, WorkerSetup } from './jobs.js';

/**
 * Plays all jobs on `workers` threads and resolves to their results in the order of `jobs`. A job's result does not depend on
 * the worker that played it, nor on what that worker played before.
 * @throws what a worker throws; the other workers are stopped first.
 */
export async function playJobs(
  setup: WorkerSetup,
  jobs: readonly Job[],
  workers: number,
  onResult: (result: JobResult) => void,
): Promise<JobResult[]> {
  const results: JobResult[] = new Array(jobs.length);
  let next = 0;
  const pool = Array.from({ length: Math.min(workers, jobs.length) }, () => {
    const worker = new Worker(new URL('./shard-worker.js', import.meta.url), { workerData: setup });
    const done = new Promise<void>((resolve, reject) => {
      let current = -1;
      worker.on('message', (message: 'ready' | JobResult) => {
        if (message !== 'ready') {
          results[current] = message;
          onResult(message);
        }
        current = next++;
        worker.postMessage(current < jobs.length ? jobs[current] : 'stop');
      });
      worker.on('error', reject);
      worker.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`an evaluation worker ended with code ${code}`)),
      );
    });
    return { worker, done };
  });
  try {
    await Promise.all(pool.map(({ done }) => done));
  } finally {
    await Promise.all(pool.map(({ worker }) => worker.terminate()));
  }
  return results;
}
