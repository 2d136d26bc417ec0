import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

const TWO_32 = 4294967296;

/** The finaliser of MurmurHash3. Every input bit affects every output bit. */
function scramble(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Derives four words from a seed of up to 53 bits. xoroshiro's own seeding leaves neighbouring seeds correlated. */
function expand(seed: number, stream: number): number[] {
  const high = Math.floor(seed / TWO_32);
  const start = scramble(scramble(stream) ^ high);
  return [1, 2, 3, 4].map((i) => scramble(scramble((seed | 0) ^ start) + Math.imul(i, 0x9e3779b9)));
}

/**
 * A seeded random number generator (xoroshiro128plus of pure-rand) with the same numbers on every platform. Only
 * `normal` uses a function of `Math` whose last bit may differ between platforms.
 */
export class Random {
  private generator: RandomGenerator;

  /**
   * @param seed any safe integer
   * @param stream separates generators of the same seed, e.g. one per purpose
   */
  constructor(seed: number, stream = 0) {
    if (!Number.isSafeInteger(seed)) throw new Error(`A random seed must be a whole number up to 2^53, not ${seed}.`);
    this.generator = xoroshiro128plusFromState(expand(seed, stream));
  }

  static fromState(state: readonly number[]): Random {
    const random = new Random(0);
    random.restore(state);
    return random;
  }

  /** Continues from what `state` gave. */
  restore(state: readonly number[]): void {
    const valid = state.length === 4 && state.every(Number.isInteger) && state.some((word) => word !== 0);
    if (!valid) throw new Error('The state of a random generator must be four whole numbers, not all zero.');
    this.generator = xoroshiro128plusFromState(state);
  }

  /** Plain numbers from which `fromState` continues. */
  state(): number[] {
    return [...this.generator.getState()];
  }

  /** Uniform in [0, 1), a multiple of 2^-32. */
  float(): number {
    return (this.generator.next() >>> 0) / TWO_32;
  }

  /** Uniform in 0..n-1. n is at most 2^32; the bias is at most n / 2^32. */
  int(n: number): number {
    return Math.floor(((this.generator.next() >>> 0) * n) / TWO_32);
  }

  /** Uniform in [lo, hi). */
  range(lo: number, hi: number): number {
    return lo + (hi - lo) * this.float();
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('Cannot pick from an empty list.');
    return list[this.int(list.length)];
  }

  /** Shuffles a list in place (Fisher-Yates) and returns it. */
  shuffle<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    for (;;) {
      const u = this.range(-1, 1);
      const v = this.range(-1, 1);
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
    }
  }
}
