// Games of the hand-written probes.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gameKey } from '@open-ada/production-rules';
import { readTaskFile } from './task-files.js';

/** The game keys of all probes in a folder, sorted; none where there is no such folder. @throws TaskError */
export function readProbeGames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => /\.jsonc?$/.test(file));
  return [...new Set(files.map((file) => gameKey(readTaskFile(join(folder, file)))))].sort();
}
