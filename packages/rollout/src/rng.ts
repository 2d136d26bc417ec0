import { Random } from '@open-ada/production-rules';

/** Random number source. `Random` implements it. */
export interface Rng {
  /** Uniform in [0, 1). */
  float(): number;
  /** Uniform in 0..n - 1. */
  int(n: number): number;
}

/**
 * One random stream per environment behind a single source, so that the numbers of an environment do not depend on
 * its neighbours. Callers draw environment by environment, `perEnv` numbers for each, or none at all.
 */
export class EnvStreams implements Rng {
  private readonly streams: Random[];
  private drawn = 0;

  /**
   * @param seeds one per environment that plays; the rest of the `envCount` environments draw numbers that are not
   *   used
   */
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
