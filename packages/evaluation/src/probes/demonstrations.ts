import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, readText } from '@open-ada/node-kit';
import { taskHash } from '@open-ada/production-rules';
import { parseReplay, resimulate } from '@open-ada/xland-sim';
import type { Probe } from './probe-files.js';

/**
 * Reward of the best trial in a probe's stored demonstration. Undefined if there is none.
 * @param directory directory of the probes
 * @throws InputError if the replay cannot be used, belongs to another version of the probe, or is not reproduced
 */
export function demonstrationReward(directory: string, { name, taskHash: hash }: Probe): number | undefined {
  const file = join(directory, 'demonstrations', `${name}.replay`);
  if (!existsSync(file)) return undefined;
  try {
    const replay = parseReplay(readText(file), file);
    if (taskHash(replay.task) !== hash) throw new Error(`${file} is of another version of the probe; record it again.`);
    const outcome = resimulate(replay);
    if (!outcome.reproduced) throw new Error(`${file}: ${outcome.message}`);
    return Math.max(...outcome.rewardByTrial);
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
