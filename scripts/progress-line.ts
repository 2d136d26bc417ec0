/** Progress of a job whose share done is known: with rate and time left, on standard error. */
export class ProgressLine {
  private readonly terminal = process.stderr.isTTY === true;
  private readonly start = performance.now();
  private last = Number.NEGATIVE_INFINITY;

  constructor(private readonly label: string) {}

  /** @param done 0..1 */
  show(done: number, detail: string): void {
    const now = performance.now();
    if (now - this.last < (this.terminal ? 200 : 10_000)) return;
    this.last = now;
    const left = done > 0 ? Math.round(((now - this.start) / 1000) * (1 / done - 1)) : undefined;
    const text = `${this.label}: ${Math.round(100 * done)} %, ${detail}${left === undefined ? '' : `, ${left} s left`}`;
    process.stderr.write(this.terminal ? `\r\x1b[2K${text}` : `${text}\n`);
  }

  close(): void {
    if (this.terminal) process.stderr.write('\r\x1b[2K');
  }
}
