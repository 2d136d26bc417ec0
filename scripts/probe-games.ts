// Games of the hand-written probes.
import { join } from 'node:path';
import { gameKey } from '@open-ada/production-rules';
import { readTaskFile, taskFilesIn } from './task-files.js';

/** The game keys of all probes in a folder, sorted. @throws TaskError; Error with one sentence where it cannot be read */
export function readProbeGames(folder: string): string[] {
  const keys = taskFilesIn(folder).map((file) => gameKey(readTaskFile(join(folder, file))));
  return [...new Set(keys)].sort();
}
