import { LiveBlock, Waiting } from '@open-ada/node-kit/terminal';
import type { RunConfig } from '../config/config.js';
import type { PeriodicEvalResult } from '../metrics/periodic-eval.js';
import type { LogLine } from '../metrics/scalars.js';
import { History } from './history.js';
import { plainLine, plainMemory } from './plain.js';
import { newlyOpen, nextInWords } from './stage.js';
import { familyOrder, trainingView } from './view.js';

/** What a training run shows on standard error: some lines that are rewritten on a terminal, plain lines elsewhere. */
export class TrainingDisplay {
  private readonly block = new LiveBlock();
  private history = new History();
  private last?: LogLine;
  private memory?: PeriodicEvalResult;
  private waiting?: Waiting;

  constructor(private readonly config: RunConfig) {}

  /** @param lines of a run that is continued: its curves go on */
  goOn(lines: readonly LogLine[]): void {
    this.history = new History(lines);
    this.memory = lines.findLast(({ periodicEval }) => periodicEval)?.periodicEval;
    this.last = lines.at(-1);
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

  metrics(line: LogLine): void {
    const { config } = this;
    this.waiting?.stop();
    const isTaught = (each?: LogLine) => each?.learner.teacherWeight !== undefined;
    if (isTaught(this.last) && !isTaught(line)) this.note('the teacher is gone: from here on the student learns alone');
    const opened = newlyOpen(this.last?.stage, line.stage);
    if (opened.length > 0) {
      const next = line.stage && nextInWords(line.stage);
      this.note(`${opened.join(', ')} opened${next ? `; next: ${next}` : '; all families are open'}`);
    }
    this.history.add(line);
    const order = familyOrder(line);
    const evaluated = line.periodicEval && line.periodicEval !== this.memory;
    this.memory = line.periodicEval ?? this.memory;
    this.last = line;
    if (this.block.terminal) {
      this.block.show(trainingView({ config, line, history: this.history, memory: this.memory }, this.width));
      return;
    }
    this.note(plainLine(line, config, order));
    if (evaluated) this.note(plainMemory(this.memory!, order));
  }

  /** The last state stays on the terminal. */
  close(): void {
    this.waiting?.stop();
    this.block.close(true);
  }
}
