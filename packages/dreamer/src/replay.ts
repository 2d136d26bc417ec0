import type { Data } from '@open-ada/onnx-jit';

/** Floats or integers of each entry of a step. */
export interface StepWidths {
  /** O */
  observation: number;
  /** A */
  actions: number;
  /** D */
  deter: number;
  /** S */
  stoch: number;
}

/** One step of E environments, as stored: see the entries of a minibatch in batch.ts. */
export interface StoredStep {
  /** [E, O] */
  observations: Float32Array;
  /** What was done before the observation [E, A]. */
  actions: Float32Array;
  /** [E] each. */
  rewards: Float32Array;
  first: Float32Array;
  last: Float32Array;
  terminal: Float32Array;
  /** The state after the observation, when it was seen: [E, D] and classes [E, S]. */
  deter: Float32Array;
  stoch: Int32Array;
}

/** Where a sequence is: step numbers count from the first step ever stored. */
interface Sequence {
  environment: number;
  start: number;
}

/** Where the replay stands: together with its tensors it determines the next draws. */
export interface ReplayMarks {
  /** Steps of each environment ever stored. */
  stored: number;
  /** Sequences that are drawn before any other. */
  queue: Sequence[];
}

/**
 * The last steps of E environments, from which sequences of T steps are drawn uniformly. Each new stretch of T steps is
 * drawn once before any uniform draw (the original's online queue), so that nothing is learned late.
 *
 * The state of the world model is stored with each step and is the start of sequences that begin after it; whoever
 * learns writes newer states back.
 */
export class Replay {
  private readonly data: StoredStep;
  private readonly widths: Record<keyof StoredStep, number>;
  private readonly capacity: number;
  private stored = 0;
  private queue: Sequence[] = [];
  private drawn: Sequence[] = [];

  /** @param options steps: of all environments together; length: T */
  constructor(
    widths: StepWidths,
    private readonly options: { environments: number; steps: number; length: number },
  ) {
    const { environments, steps, length } = options;
    this.capacity = Math.floor(steps / environments);
    if (this.capacity < length + 1) {
      const least = (length + 1) * environments;
      throw new Error(
        `A replay of ${steps} steps holds no sequence of ${length} steps of ${environments} environments; it needs ${least}.`,
      );
    }
    const { observation, actions, deter, stoch } = widths;
    this.widths = { observations: observation, actions, rewards: 1, first: 1, last: 1, terminal: 1, deter, stoch };
    const rows = this.capacity * environments;
    const floats = (width: number) => new Float32Array(rows * width);
    this.data = {
      ...{ observations: floats(observation), actions: floats(actions), rewards: floats(1), first: floats(1) },
      ...{ last: floats(1), terminal: floats(1), deter: floats(deter), stoch: new Int32Array(rows * stoch) },
    };
  }

  /** Number of sequences that can be drawn. */
  get sequences(): number {
    const { environments, length } = this.options;
    return Math.max(0, Math.min(this.stored, this.capacity) - length) * environments;
  }

  /** Adds one step of all environments. The oldest is forgotten where there is no room. */
  add(step: StoredStep): void {
    const { environments, length } = this.options;
    for (const [name, width] of this.entries()) {
      const size = environments * width;
      this.data[name].set(step[name].subarray(0, size) as never, (this.stored % this.capacity) * size);
    }
    this.stored++;
    // The first step ever has no state before it.
    if (this.stored > 1 && (this.stored - 1) % length === 0) {
      for (let environment = 0; environment < environments; environment++) {
        this.queue.push({ environment, start: this.stored - length });
      }
    }
  }

  /**
   * Fills the entries of a minibatch [B, T, ..] with sequences.
   * @param int whole random numbers in [0, n)
   * @throws Error if too few steps are stored
   */
  sample(batch: Record<string, Data>, int: (n: number) => number): void {
    if (this.sequences === 0) throw new Error('The replay does not hold a sequence yet.');
    const { length } = this.options;
    const count = batch.rewards.length / length;
    this.drawn = Array.from({ length: count }, () => this.draw(int));
    this.drawn.forEach(({ environment, start }, row) => {
      for (const [name, width] of this.entries()) {
        if (name === 'deter' || name === 'stoch') {
          batch[name].set(this.at(name, start - 1, environment), row * width);
          continue;
        }
        for (let t = 0; t < length; t++)
          batch[name].set(this.at(name, start + t, environment), (row * length + t) * width);
      }
    });
  }

  /** Writes the states of the sequences drawn last. @param deter [B, T, D] @param stoch [B, T, S] */
  writeBack({ deter, stoch }: { deter: Float32Array; stoch: Int32Array }): void {
    const { length } = this.options;
    this.drawn.forEach(({ environment, start }, row) => {
      for (let t = 0; t < length; t++) {
        for (const [name, values] of [
          ['deter', deter],
          ['stoch', stoch],
        ] as const) {
          const width = this.widths[name];
          const from = (row * length + t) * width;
          this.at(name, start + t, environment).set(values.subarray(from, from + width) as never);
        }
      }
    });
    this.drawn = [];
  }

  marks(): ReplayMarks {
    return { stored: this.stored, queue: [...this.queue] };
  }

  /** Views of the rows in use, by entry; see {@link restore}. */
  tensors(): StoredStep {
    const rows = this.rowsOf(this.stored);
    const views = this.entries().map(([name, width]) => [name, this.data[name].subarray(0, rows * width)]);
    return Object.fromEntries(views) as StoredStep;
  }

  /**
   * Continues from the marks and tensors of a replay of the same size.
   * @throws Error naming the entry that has another length
   */
  restore({ stored, queue }: ReplayMarks, tensors: StoredStep): void {
    const rows = this.rowsOf(stored);
    for (const [name, width] of this.entries()) {
      if (tensors[name].length !== rows * width) {
        throw new Error(`The kept replay has ${tensors[name].length} elements of ${name}, not ${rows * width}.`);
      }
      this.data[name].set(tensors[name] as never);
    }
    [this.stored, this.queue, this.drawn] = [stored, [...queue], []];
  }

  private rowsOf(stored: number): number {
    return Math.min(stored, this.capacity) * this.options.environments;
  }

  private entries(): [keyof StoredStep, number][] {
    return Object.entries(this.widths) as [keyof StoredStep, number][];
  }

  /** The next queued sequence that is still whole, else any. */
  private draw(int: (n: number) => number): Sequence {
    const { environments, length } = this.options;
    // A sequence needs the state of the step before it.
    const earliest = Math.max(0, this.stored - this.capacity) + 1;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      if (next.start >= earliest) return next;
    }
    return { environment: int(environments), start: earliest + int(this.stored - length - earliest + 1) };
  }

  /** A view of one step of one environment. */
  private at<Name extends keyof StoredStep>(name: Name, step: number, environment: number): StoredStep[Name] {
    const row = (step % this.capacity) * this.options.environments + environment;
    const width = this.widths[name];
    return this.data[name].subarray(row * width, (row + 1) * width) as StoredStep[Name];
  }
}
