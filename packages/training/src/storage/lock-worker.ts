// Entry point of a worker thread that renews a lock while its process lives, however busy the main thread is.

import { workerData } from 'node:worker_threads';
import { renewLock } from './lock-file.js';

/** What the thread is started with. */
export interface HeartbeatSetup {
  path: string;
  token: string;
  everyMs: number;
}

const { path, token, everyMs } = workerData as HeartbeatSetup;
const timer = setInterval(() => {
  try {
    if (!renewLock(path, token)) clearInterval(timer);
  } catch {
    // A disk that does not answer now may do so at the next beat.
  }
}, everyMs);
