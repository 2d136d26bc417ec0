// Entry of an evaluation worker: plays the jobs that the pool posts, one at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { decodeAgent } from '@open-ada/ada-agent';
import type { Job, WorkerSetup } from './jobs.js';
import { ShardPlayer } from './shard-player.js';

const port = parentPort;
if (!port) throw new Error('shard-worker.js runs as a worker thread only');
const { checkpoint, ...setup } = workerData as WorkerSetup;
const player = await ShardPlayer.create({
  ...setup,
  agent: checkpoint ? decodeAgent(checkpoint.bytes, checkpoint.file) : undefined,
});
port.on('message', async (job: Job | 'stop') => {
  if (job === 'stop') {
    await player.release();
    port.close();
  } else {
    port.postMessage(await player.play(job));
  }
});
port.postMessage('ready');
