import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, readText } from '@open-ada/node-kit';
import { withCurrentCounters } from '../config/former-keys.js';
import type { LogLine } from './scalars.js';

/**
 * The lines of a run's `metrics.jsonl`, of any version; none where the run has not logged yet. A last line that is cut
 * short is left out: the run may be writing it.
 * @throws InputError that names the line, if another one is no JSON
 */
export function readMetrics(run: string): LogLine[] {
  const file = join(run, 'metrics.jsonl');
  if (!existsSync(file)) return [];
  const lines = readText(file).split('\n');
  return lines.flatMap((text, i) => {
    // After the last line break there is nothing, or a line that is not finished.
    if (i === lines.length - 1 || text === '') return [];
    try {
      return [withCurrentCounters(JSON.parse(text) as LogLine)];
    } catch {
      throw new InputError(`${file}:${i + 1}: this line is not JSON; take it off.`);
    }
  });
}
