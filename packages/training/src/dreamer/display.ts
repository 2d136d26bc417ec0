import { LiveBlock, Waiting } from '@open-ada/node-kit/terminal';
import type { DreamerRunConfig } from './config.js';
import type { DreamerMetricsLine } from './log.js';
import { dreamerView, plainDreamerLine } from './view.js';

/** What a run of train:dreamer shows on standard error: a block that is rewritten on a terminal, else plain lines. */
export class DreamerDisplay {
  private readonly block = new LiveBlock();
  private returns: number[] = [];
  private waiting?: Waiting;

  constructor(private readonly config: DreamerRunConfig) {}

  /** @param lines of a run that is continued: its curve goes on */
  goOn(lines: readonly Pick<DreamerMetricsLine, 'return'>[]): void {
    this.returns = lines.flatMap((line) => line.return ?? []);
  }

  get width(): number {
    return this.block.width;
  }

  note(text: string): void {
    this.block.note(text);
  }

  /** @param text what happens until the first metrics come */
  waitFor(text: string): void {
    this.waiting = new Waiting(this.block, text);
  }

  metrics(line: DreamerMetricsLine): void {
    this.waiting?.stop();
    if (line.return !== undefined) this.returns.push(line.return);
    const { block, config, returns } = this;
    if (block.terminal) block.show(dreamerView({ line, returns }, config, block.width));
    else block.note(plainDreamerLine(line, config));
  }

  /** The last state stays on the terminal. */
  close(): void {
    this.waiting?.stop();
    this.block.close(true);
  }
}
