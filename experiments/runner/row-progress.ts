import { ProgressLine } from '@open-ada/node-kit/terminal';
import type { MetricsLine } from '@open-ada/training';
import type { Marks } from './row.js';

/** What a row says on standard error while it is trained and played: how far it is, and how long that takes. */
export class RowProgress {
  private line: ProgressLine;
  private part = '';
  /** The fraction of the part that was done when it began: an earlier command had done it. */
  private found = 0;

  /** @param label the row, and its place among all */
  constructor(
    private readonly label: string,
    private readonly marks: Marks,
  ) {
    this.line = new ProgressLine(label);
  }

  note(text: string): void {
    this.line.note(`${this.label}: ${text}`);
  }

  /** The training ends when the last mark is reached. */
  trained({ steps, minutes, curriculum }: Pick<MetricsLine, 'steps' | 'minutes' | 'curriculum'>): void {
    const fractions = [
      ...(this.marks.steps.length > 0 ? [steps / Math.max(...this.marks.steps)] : []),
      ...(this.marks.minutes.length > 0 ? [minutes / Math.max(...this.marks.minutes)] : []),
    ];
    const done = Math.min(1, ...fractions);
    this.begin('training', done);
    this.line.show(
      done,
      `${steps.toLocaleString('en')} steps, ${minutes.toFixed(1)} minutes, ${curriculum}`,
      this.found,
    );
  }

  /** @param part what is played; it begins anew with each other text */
  played(part: string, done: number, found = 0): void {
    this.begin(part, found);
    this.line.show(done, part, this.found);
  }

  close(): void {
    this.line.close();
  }

  private begin(part: string, found: number): void {
    if (part === this.part) return;
    this.line.close();
    this.line = new ProgressLine(this.label);
    this.part = part;
    this.found = found;
  }
}
