/**
 * Visitor over all changing state. The state is passed number by number, always in the same order: a writer stores
 * each number, a reader replaces it by the stored one, a digest hashes it. One traversal of the state serves all
 * three.
 */
export interface StateVisitor {
  /** Whether the returned numbers replace those that were passed in. */
  readonly reading: boolean;
  /** Whether to visit only the state that decides how the world continues, without what players have just observed. */
  readonly worldOnly: boolean;
  /** Passes one number. The caller stores the returned number in its place. */
  number(value: number): number;
}

export const passFlag = (visitor: StateVisitor, value: boolean): boolean => visitor.number(Number(value)) !== 0;

/** Passes a list. Its length is part of the state. */
export function passList(visitor: StateVisitor, list: readonly number[]): number[] {
  return Array.from({ length: visitor.number(list.length) }, (_, k) => visitor.number(list[k]));
}

/** Stores each number. */
export class StateWriter implements StateVisitor {
  readonly reading = false;
  readonly worldOnly = false;
  readonly numbers: number[] = [];

  number(value: number): number {
    this.numbers.push(value);
    return value;
  }
}

/** Returns the numbers that a writer stored. */
export class StateReader implements StateVisitor {
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

/** 64 bits of FNV-1a over the 32-bit halves of the numbers, in two lanes. */
export class StateDigest implements StateVisitor {
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

  /** The hash as 16 hexadecimal digits. */
  text(): string {
    return [this.high, this.low].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
