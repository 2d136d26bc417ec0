import { LAPTOP } from '@open-ada/xland-sim';
import { EnvironmentPool } from '@open-ada/xland-sim/pool';
import { Rota, SLOTS, TRIALS } from './sim-batch.js';
import type { Script } from './sim-scene.js';

const ROUNDS = 20;
const CALLS = 10;

/** Decisions per second of a pool of workers, each with a batch of its own: the best of several short rounds. */
export async function poolRate(workers: number, scripts: readonly Script[]): Promise<number> {
  const pool = await EnvironmentPool.create(LAPTOP, { count: SLOTS * workers, workers });
  const rota = new Rota(scripts, pool.count);
  pool.actions.fill(1);
  const play = async (): Promise<void> => {
    const resets: Promise<void>[] = [];
    rota.prepare(pool.actions, (slot, { task, seed }) => {
      resets.push(pool.reset(slot, task, { trials: TRIALS, seed }));
    });
    await Promise.all(resets);
    await pool.step();
  };
  for (let k = 0; k < rota.warmUp; k++) await play();
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let k = 0; k < CALLS; k++) await play();
    best = Math.max(best, (CALLS * pool.count * 1000) / (performance.now() - start));
  }
  await pool.close();
  return best;
}
