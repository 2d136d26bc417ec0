/**
 * The co-players of a run (fictitious self-play, AdA, appendix D.3): the random policy, then snapshots of the agent. Every
 * one is equally likely.
 */
export class CoPlayerPool {
  /** @param snapshots parameters `[P]` each, in the order in which they were taken */
  constructor(
    private readonly snapshotSteps: number,
    readonly snapshots: Float32Array[] = [],
  ) {}

  /** Number of co-players, the random policy included. */
  get size(): number {
    return 1 + this.snapshots.length;
  }

  /**
   * Takes a snapshot if one is due before an iteration. It depends on the iteration only, so a resumed run takes the
   * same ones.
   * @param weights `[P]`: what plays the iteration
   * @param steps steps of all iterations before this one
   */
  grow(weights: Float32Array, steps: number): void {
    if (Math.floor(steps / this.snapshotSteps) > this.snapshots.length) this.snapshots.push(Float32Array.from(weights));
  }

  /** The co-player of an index: 0 is the random policy. */
  at(index: number): Float32Array | 'random' {
    return index === 0 ? 'random' : this.snapshots[index - 1];
  }
}
