/** Counts how often each game occurs in a sample, and estimates how many games there are. */
export class GameSample {
  private readonly counts = new Map<string, number>();
  size = 0;

  /** @param key result of `gameKey` */
  add(key: string): this {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    this.size++;
    return this;
  }

  get distinct(): number {
    return this.counts.size;
  }

  /**
   * Lower bound of the number of games, from the numbers of games that occurred once and twice (Chao 1984,
   * bias-corrected).
   */
  estimate(): number {
    const once = this.occurring(1);
    return this.distinct + (once * (once - 1)) / (2 * (this.occurring(2) + 1));
  }

  /**
   * Effective number of games, 1 / sum of squared probabilities: a sample from this many equally likely games would
   * have as many pairs of the same game. It is infinite without a pair.
   */
  effective(): number {
    let same = 0;
    for (const count of this.counts.values()) same += (count * (count - 1)) / 2;
    return (this.size * (this.size - 1)) / 2 / same;
  }

  private occurring(times: number): number {
    let games = 0;
    for (const count of this.counts.values()) if (count === times) games++;
    return games;
  }
}
