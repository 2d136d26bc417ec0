import { Random } from '@open-ada/production-rules';

/** Random number source. `Random` implements it. */
export interface Rng {
  /** Uniform number in [0, 1). */
  float(): number;
  /** Uniform integer in 0..n - 1. */
  int(n: number): number;
}

/**
 * One random stream per environment behind a single source. The numbers of an environment therefore do not depend on
 * the other environments. Callers draw environment by environment: `perEnv` numbers for each, or none at all. In
 * self-play, each player counts as an environment here.
 */
export class EnvStreams implements Rng {
  private readonly streams: Random[];
  private drawn = 0;

  /**
   * @param seeds one seed per environment that plays. The other environments, up to `envCount`, draw numbers that
   *   nobody uses.
   * @param envCount number of environments of the batch
   * @param perEnv numbers drawn per environment in each step
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
