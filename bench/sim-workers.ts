import { startWorker, WorkerChannel } from '@open-ada/node-kit';
import { ENVIRONMENTS } from './sim-batch.js';
import type { Script } from './sim-scene.js';

const CALLS = 10;

/**
 * Steps per second of workers that run side by side, each with a batch of its own. Takes the best of several short
 * rounds.
 */
export async function workersRate(workers: number, scripts: readonly Script[], rounds: number): Promise<number> {
  const channels = Array.from({ length: workers }, (_, i) => {
    return new WorkerChannel(startWorker('./sim-worker.js', import.meta.url, scripts), `bench worker ${i}`);
  });
  const play = (calls: number) => Promise.all(channels.map((channel) => channel.request(calls)));
  await play(1);
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await play(CALLS);
    best = Math.max(best, (CALLS * ENVIRONMENTS * workers * 1000) / (performance.now() - start));
  }
  await Promise.all(channels.map((channel) => channel.close()));
  return best;
}
