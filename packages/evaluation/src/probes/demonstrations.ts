import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, readText } from '@open-ada/node-kit';
import { taskHash } from '@open-ada/production-rules';
import { parseReplay, resimulate } from '@open-ada/xland-sim';
import type { Probe } from './probe-files.js';

/**
 * Reward of the best trial of a probe's stored demonstration; undefined where it has none.
 * @param directory of the probes
 * @throws InputError where the replay cannot be used, is of another version of the probe or is not reproduced
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
