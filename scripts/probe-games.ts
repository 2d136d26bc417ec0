// Games of the hand-made probes.
import { join } from 'node:path';
import { gameKey } from '@open-ada/production-rules';
import { readTaskFile, taskFilesIn } from './task-files.js';

/**
 * The sorted game keys of all probes in a folder. @throws TaskError; Error in one sentence if the folder cannot be read
 */
export function readProbeGames(folder: string): string[] {
  const keys = taskFilesIn(folder).map((file) => gameKey(readTaskFile(join(folder, file))));
  return [...new Set(keys)].sort();
}
