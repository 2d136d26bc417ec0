import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { COMPACT } from '@open-ada/xland-sim';
import { busyBatch, ENVIRONMENTS, scriptsFor } from './sim-batch.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function bytesInUse(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Memory use of a busy batch in flat rooms. */
export interface MemoryUse {
  steps: number;
  /** Garbage per environment step, bytes. */
  bytesPerDecision: number;
  /** Growth of the memory in use after garbage collection, from a tenth of the steps to all of them, bytes. */
  growth: number;
}

/** @param steps how many steps to play, at least 10,000 */
export function memoryUse(steps: number): MemoryUse {
  const play = busyBatch(COMPACT, scriptsFor('flat'));
  const batches = Math.ceil(steps / ENVIRONMENTS);
  const garbage = new Float64Array(batches);
  let early = 0;
  for (let b = 1; b <= batches; b++) {
    const before = getHeapStatistics().used_heap_size;
    play();
    garbage[b - 1] = getHeapStatistics().used_heap_size - before;
    if (b === Math.ceil(batches / 10)) early = bytesInUse();
  }
  // The garbage collector runs in few of the batches, so the median batch has no collection.
  garbage.sort();
  const bytesPerDecision = garbage[garbage.length >> 1] / ENVIRONMENTS;
  return { steps: batches * ENVIRONMENTS, bytesPerDecision, growth: bytesInUse() - early };
}

// node bench/dist/sim-memory.js 10000000
// Also where the path leads through a link: this module's own address is the real one.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  console.log(JSON.stringify(memoryUse(Number(process.argv[2] ?? 1e6))));
}
