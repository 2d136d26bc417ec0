import { Random } from '@open-ada/production-rules';

/** A source of chance; `Random` is one. */
export interface Rng {
  /** Uniform in [0, 1). */
  float(): number;
  /** Uniform in 0..n - 1. */
  int(n: number): number;
}

/**
 * One stream of chance per envIndex behind a single source, so that what a envIndex draws does not depend on its neighbours. Whoever
 * draws from it draws envIndex by envIndex, `perEnv` numbers for each, or not at all.
 */
export class EnvStreams implements Rng {
  private readonly streams: Random[];
  private drawn = 0;

  /** @param seeds one per envIndex that plays; the others of the `envCount` draw from a stream that nobody looks at */
  constructor(
    seeds: readonly number[],
    envCount: number,
    private readonly perEnv: number,
  ) {
    this.streams = Array.from({ length: envCount }, (_, envIndex) => new Random(seeds[envIndex] ?? 0));
  }

  float(): number {
    return this.next().float();
  }

  int(n: number): number {
    return this.next().int(n);
  }

  private next(): Random {
    const stream = this.streams[Math.floor(this.drawn / this.perEnv)];
    this.drawn = (this.drawn + 1) % (this.streams.length * this.perEnv);
    return stream;
  }
}
