import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@open-ada/node-kit';
import { withCurrentCounters } from '../config/former-keys.js';
import { EventFile } from './event-file.js';
import { type LogLine, scalarsOf } from './scalars.js';

/**
 * `metrics.jsonl` and the TensorBoard event files of a run directory. Both are indexed by `steps`, which increases from
 * line to line. A run that died after its last checkpoint repeats those iterations when it is resumed. Lines that the
 * log already has are not written again.
 */
export class RunLog {
  private readonly file: string;
  private logged: number;
  private events?: EventFile;

  constructor(private readonly directory: string) {
    this.file = join(directory, 'metrics.jsonl');
    this.logged = lastSteps(this.file);
  }

  append(line: LogLine): void {
    this.write(line, scalarsOf(line));
  }

  /** @param scalars figures of the line, by TensorBoard tag */
  write(line: { steps: number }, scalars: Record<string, number>): void {
    if (line.steps <= this.logged) return;
    this.logged = line.steps;
    appendFileSync(this.file, `${JSON.stringify(line, short)}\n`);
    // Created at the first line, so a process that logs nothing leaves no file.
    this.events ??= EventFile.create(this.directory);
    this.events.append(line.steps, scalars);
  }
}

function short(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
}

/** Steps of the last line; -1 where there is none. A truncated line is removed. */
function lastSteps(file: string): number {
  if (!existsSync(file)) return -1;
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(file, end);
  const last = bytes.subarray(0, end).toString().trimEnd().split('\n').at(-1);
  if (!last) return -1;
  try {
    return withCurrentCounters(JSON.parse(last) as { steps: number }).steps;
  } catch {
    throw new InputError(`${file}: its last line is not JSON; take it off, or choose another directory with --run.`);
  }
}
