import { clock } from './clock.js';
import type { LiveBlock } from './live-block.js';
import { foldWords } from './width.js';

/** Time between two states of the line on a terminal, and between two lines in a file. */
const TERMINAL_MS = 1000;
const PLAIN_MS = 30_000;

/** Says what is awaited and for how long, where nobody knows how long it takes. It keeps no process alive. */
export class Waiting {
  private readonly start = performance.now();
  private readonly timer: NodeJS.Timeout;

  /** @param text what happens meanwhile */
  constructor(
    private readonly block: LiveBlock,
    private readonly text: string,
  ) {
    this.show(text);
    this.timer = setInterval(() => this.show(this.told), block.terminal ? TERMINAL_MS : PLAIN_MS).unref();
  }

  /** On a terminal the line goes with the next state of the block. */
  stop(): void {
    clearInterval(this.timer);
  }

  private get told(): string {
    return `${this.text}: ${clock((performance.now() - this.start) / 1000)}`;
  }

  private show(text: string): void {
    if (this.block.terminal) this.block.show(foldWords(text.split(' '), ' ', this.block.width));
    else this.block.note(text);
  }
}
