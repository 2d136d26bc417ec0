import { parentPort } from 'node:worker_threads';
import { CRASH, type Reply } from './worker-channel.js';

/**
 * Worker side of a {@link WorkerChannel}: answers each request, in order. An Error is sent back as a failure; it does
 * not end the worker.
 */
export function answerRequests<Request, Answer>(
  answer: (request: Request) => Promise<{ answer: Answer; transfer?: ArrayBuffer[] }>,
): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread only');
  port.on('message', async (request: Request) => {
    if (request === CRASH) process.exit(1);
    try {
      const { answer: value, transfer } = await answer(request);
      port.postMessage({ answer: value } satisfies Reply<Answer>, transfer);
    } catch (error) {
      const { name, message, stack } = error as Error;
      port.postMessage({ failure: { name, message, stack } } satisfies Reply<Answer>);
    }
  });
}
