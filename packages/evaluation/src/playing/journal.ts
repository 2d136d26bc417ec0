import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { removeWhole, writing } from '@open-ada/node-kit';
import type { Finished } from './pool.js';

/** A line of the journal: a finished job, identified by its position in the plan. */
interface Entry extends Finished {
  index: number;
  /** Seconds of playing so far, including interrupted parts. */
  seconds: number;
}

/**
 * Stores the finished jobs of an evaluation, one per line, so that an interrupted or killed evaluation can be
 * continued. The same key always gives the same plan, so a job is identified by its position in the plan.
 */
export class Journal {
  readonly known: ReadonlyMap<number, Finished>;
  /** Seconds of playing that the known jobs took. */
  readonly seconds: number;

  /**
   * Opens the journal, or creates it.
   * @param file its name contains the key, so evaluations that differ in anything never share a journal
   * @param jobs number of jobs in the plan
   */
  constructor(
    readonly file: string,
    key: string,
    jobs: number,
  ) {
    const head = `${JSON.stringify({ journal: 1, key })}\n`;
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const known = new Map<number, Finished>();
    let seconds = 0;
    let whole = 0;
    if (text.startsWith(head)) {
      whole = Buffer.byteLength(head);
      for (const line of text.slice(head.length).split('\n').slice(0, -1)) {
        const entry = parseEntry(line, jobs);
        if (!entry) break;
        const { index, seconds: at, ...finished } = entry;
        known.set(index, finished);
        seconds = at;
        whole += Buffer.byteLength(line) + 1;
      }
      // Remove a line that was cut short when the process was killed.
      truncateSync(file, whole);
    } else {
      writing(file, () => writeFileSync(file, head));
    }
    this.known = known;
    this.seconds = seconds;
  }

  append(index: number, finished: Finished, seconds: number): void {
    const line = `${JSON.stringify({ index, seconds, ...finished } satisfies Entry)}\n`;
    writing(this.file, () => appendFileSync(this.file, line));
  }

  remove(): void {
    removeWhole(this.file);
  }
}

function parseEntry(line: string, jobs: number): Entry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<Entry> | null;
    const { index, seconds, rewardByTrial, steps } = entry ?? {};
    const sound =
      Number.isInteger(index) &&
      index! >= 0 &&
      index! < jobs &&
      typeof seconds === 'number' &&
      typeof steps === 'number' &&
      Array.isArray(rewardByTrial);
    return sound ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}
