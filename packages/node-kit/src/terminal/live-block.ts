import { createLogUpdate } from 'log-update';
import { fitted, foldWords, terminalWidth } from './width.js';

/**
 * Lines at the end of a terminal that are rewritten in place. On standard error, so that standard output stays free.
 * Where that is no terminal nothing is rewritten: `show` is silent, and the caller writes notes instead.
 */
export class LiveBlock {
  readonly terminal = process.stderr.isTTY === true;
  // The cursor stays: hidden, it would have to be brought back after every way to end a process.
  private readonly update = createLogUpdate(process.stderr, { showCursor: true });
  private lines: string[] = [];

  /** Cells of a line. One is left free, since a full line moves some terminals to the next. */
  get width(): number {
    return terminalWidth(process.stderr) - 1;
  }

  show(lines: string[]): void {
    this.lines = lines;
    if (this.terminal) this.update(lines.map((line) => fitted(line, this.width)).join('\n'));
  }

  /** Writes text above the block that stays; on a terminal it is folded between words. */
  note(text: string): void {
    if (this.terminal) this.update.clear();
    const lines = text
      .split('\n')
      .flatMap((line) => (this.terminal ? foldWords(line.split(' '), ' ', this.width) : [line]));
    process.stderr.write(`${lines.join('\n')}\n`);
    if (this.lines.length > 0) this.show(this.lines);
  }

  /** Ends the block. @param keep whether its last lines stay */
  close(keep = false): void {
    if (this.terminal && !keep) this.update.clear();
    if (this.terminal) this.update.done();
    this.lines = [];
  }
}
