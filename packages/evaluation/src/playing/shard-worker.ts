// Entry of an evaluation worker. It plays the jobs that the pool posts, one at a time.

import { parentPort, workerData } from 'node:worker_threads';
import { Interrupted } from '@open-ada/node-kit';
import { decodePlayable } from '@open-ada/rollout';
import type { WorkerSetup } from './jobs.js';
import type { FromWorker, ToWorker } from './pool.js';
import { ShardPlayer } from './shard-player.js';

const port = parentPort;
if (!port) throw new Error('shard-worker.js runs as a worker thread only');
const say = (message: FromWorker) => port.postMessage(message);
const { setup, stop } = workerData as { setup: WorkerSetup; stop: Int32Array };
const { checkpoint, ...rest } = setup;
const player = new ShardPlayer({
  ...rest,
  agent: checkpoint ? decodePlayable(checkpoint.bytes, checkpoint.file) : undefined,
  stopped: () => Atomics.load(stop, 0) === 1,
  onSteps: (steps) => say({ kind: 'steps', steps }),
});

async function end(): Promise<void> {
  await player.release();
  port!.close();
}

port.on('message', async (message: ToWorker) => {
  if (message === 'stop') return end();
  try {
    const { job: _, ...result } = await player.play(message);
    say({ kind: 'result', result });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    await end();
  }
});
say({ kind: 'ready' });
