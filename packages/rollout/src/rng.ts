import { Random } from '@open-ada/production-rules';

/** A source of chance; `Random` is one. */
export interface Chance {
  /** Uniform in [0, 1). */
  float(): number;
  /** Uniform in 0..n - 1. */
  int(n: number): number;
}

/**
 * One stream of chance per slot behind a single source, so that what a slot draws does not depend on its neighbours. Whoever
 * draws from it draws slot by slot, `perSlot` numbers for each, or not at all.
 */
export class SlotStreams implements Chance {
  private readonly streams: Random[];
  private drawn = 0;

  /** @param seeds one per slot that plays; the others of the `slots` draw from a stream that nobody looks at */
  constructor(
    seeds: readonly number[],
    slots: number,
    private readonly perSlot: number,
  ) {
    this.streams = Array.from({ length: slots }, (_, slot) => new Random(seeds[slot] ?? 0));
  }

  float(): number {
    return this.next().float();
  }

  int(n: number): number {
    return this.next().int(n);
  }

  private next(): Random {
    const stream = this.streams[Math.floor(this.drawn / this.perSlot)];
    this.drawn = (this.drawn + 1) % (this.streams.length * this.perSlot);
    return stream;
  }
}
