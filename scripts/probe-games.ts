// Games of the hand-made probes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gameKey } from '@open-ada/production-rules';
import { readTaskFile, taskFilesIn } from './task-files.js';

/** Folder of the probes for two, in that of the others. */
const FOR_TWO = 'two-players';

/**
 * The sorted game keys of all probes in a folder, those for two included. @throws TaskError; Error in one sentence if the folder cannot be read
 */
export function readProbeGames(folder: string): string[] {
  const folders = [folder, join(folder, FOR_TWO)].filter((each, k) => k === 0 || existsSync(each));
  const files = folders.flatMap((each) => taskFilesIn(each).map((file) => join(each, file)));
  const keys = files.map((file) => gameKey(readTaskFile(file)));
  return [...new Set(keys)].sort();
}
