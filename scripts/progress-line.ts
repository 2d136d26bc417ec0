/** Progress of a job with a known fraction of finished work, with rate and remaining time, on standard error. */
export class ProgressLine {
  private readonly terminal = process.stderr.isTTY === true;
  private readonly start = performance.now();
  private last = Number.NEGATIVE_INFINITY;

  constructor(private readonly label: string) {}

  /**
   * @param done fraction of finished work, 0..1
   * @param detail text to append
   * @param found the part of `done` that took no time, because it existed already
   */
  show(done: number, detail: string, found = 0): void {
    const now = performance.now();
    if (now - this.last < (this.terminal ? 200 : 10_000)) return;
    this.last = now;
    const left = done > found ? Math.round((((now - this.start) / 1000) * (1 - done)) / (done - found)) : undefined;
    const text = `${this.label}: ${Math.round(100 * done)} %, ${detail}${left === undefined ? '' : `, ${left} s left`}`;
    process.stderr.write(this.terminal ? `\r\x1b[2K${text}` : `${text}\n`);
  }

  close(): void {
    if (this.terminal) process.stderr.write('\r\x1b[2K');
  }
}
