/**
 * State passes through a tape number by number, always in the same order: a writer keeps each number, a reader answers with
 * the kept one, a digest takes it in. One description of the state serves all three.
 */
export interface StateVisitor {
  /** Whether the answers replace what was passed in. */
  readonly reading: boolean;
  /** Whether it is about the course of the world alone, not about what a player has just been told of it. */
  readonly worldOnly: boolean;
  /** Passes one number; the answer is to be stored in its place. */
  number(value: number): number;
}

export const passFlag = (tape: StateVisitor, value: boolean): boolean => tape.number(Number(value)) !== 0;

/** Passes a list whose length is state, too. */
export function passList(tape: StateVisitor, list: readonly number[]): number[] {
  return Array.from({ length: tape.number(list.length) }, (_, k) => tape.number(list[k]));
}

/** Keeps what passes. */
export class TapeWriter implements StateVisitor {
  readonly reading = false;
  readonly worldOnly = false;
  readonly numbers: number[] = [];

  number(value: number): number {
    this.numbers.push(value);
    return value;
  }
}

/** Gives back what a writer kept. */
export class TapeReader implements StateVisitor {
  readonly reading = true;
  readonly worldOnly = false;
  private next = 0;

  constructor(private readonly numbers: Float64Array) {}

  number(): number {
    if (this.next === this.numbers.length) throw new Error('The state ends too early.');
    return this.numbers[this.next++];
  }

  get atEnd(): boolean {
    return this.next === this.numbers.length;
  }
}

/** 64 bits of FNV-1a over the numbers' 32-bit halves, in two lanes. */
export class TapeDigest implements StateVisitor {
  readonly reading = false;
  readonly worldOnly = true;
  private low = 0x811c9dc5;
  private high = 0x1b873593;
  private readonly double = new Float64Array(1);
  private readonly words = new Uint32Array(this.double.buffer);

  number(value: number): number {
    this.double[0] = value;
    for (let k = 0; k < 2; k++) {
      const word = this.words[k];
      this.low = Math.imul(this.low ^ word, 0x01000193);
      this.high = Math.imul(this.high ^ ((word << 7) | (word >>> 25)), 0x85ebca6b) ^ (this.low >>> 15);
    }
    return value;
  }

  /** 16 hexadecimal digits. */
  text(): string {
    return [this.high, this.low].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
