// Worker of `bench sim`. It runs a batch of busy environments of its own, as a training actor does.
import { workerData } from 'node:worker_threads';
import { answerRequests } from '@open-ada/node-kit';
import { COMPACT } from '@open-ada/xland-sim';
import { busyBatch } from './sim-batch.js';
import type { Script } from './sim-scene.js';

const play = busyBatch(COMPACT, workerData as Script[]);

answerRequests(async (calls: number) => {
  for (let k = 0; k < calls; k++) play();
  return { answer: null };
});
