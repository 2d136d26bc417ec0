import { Worker } from 'node:worker_threads';

/**
 * Starts a worker thread whose file lies beside the module that starts it.
 * Tests run modules from their sources, but a worker thread loads JavaScript only. When the base is a source file, the
 * worker's file is therefore looked up in `dist`. The test runner's option that makes Node prefer sources is not passed
 * on.
 * @param file as imported, e.g. `./actor-worker.js`
 * @param base `import.meta.url` of the module that starts the thread
 */
export function startWorker(file: string, base: string, workerData: unknown): Worker {
  const entry = new URL(file, base);
  if (!base.endsWith('.ts')) return new Worker(entry, { workerData });
  const at = entry.pathname.lastIndexOf('/src/');
  entry.pathname = `${entry.pathname.slice(0, at)}/dist/${entry.pathname.slice(at + '/src/'.length)}`;
  return new Worker(entry, { workerData, execArgv: [] });
}
