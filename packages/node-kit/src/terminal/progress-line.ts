import { clock } from './clock.js';
import { LiveBlock } from './live-block.js';

/** Time between two lines in a file, and between two states of the line on a terminal. */
const PLAIN_MS = 10_000;
const TERMINAL_MS = 200;

/** Progress of a job with a known fraction of finished work, with detail and remaining time, on standard error. */
export class ProgressLine {
  private readonly block = new LiveBlock();
  private readonly start = performance.now();
  private last = Number.NEGATIVE_INFINITY;

  /** @param quietMs time for which nothing is said, because most such jobs are done by then */
  constructor(
    private readonly label: string,
    quietMs = 0,
  ) {
    if (quietMs > 0) this.last = this.start + quietMs - this.period;
  }

  /**
   * @param done fraction of finished work, 0..1
   * @param detail text to append
   * @param found the part of `done` that took no time, because it existed already
   */
  show(done: number, detail: string, found = 0): void {
    const now = performance.now();
    if (now - this.last < this.period) return;
    this.last = now;
    const left = done > found ? (((now - this.start) / 1000) * (1 - done)) / (done - found) : undefined;
    const parts = [`${Math.round(100 * done)} %`, detail, left === undefined ? '' : `${clock(left)} left`];
    const text = `${this.label}: ${parts.filter(Boolean).join(', ')}`;
    if (this.block.terminal) this.block.show([text]);
    else this.block.note(text);
  }

  /** As {@link show}, before a part of the work that may take long: a terminal shows it at once. */
  begin(done: number, detail: string): void {
    if (this.block.terminal) this.last = Number.NEGATIVE_INFINITY;
    this.show(done, detail);
  }

  /** Writes a line above the progress that stays. */
  note(text: string): void {
    this.block.note(text);
  }

  close(): void {
    this.block.close();
  }

  private get period(): number {
    return this.block.terminal ? TERMINAL_MS : PLAIN_MS;
  }
}
