import {
  allocateTrajectory,
  elementsPerEpisode,
  type Trajectory,
  type TrajectoryShape,
} from '../transport/trajectory.js';

/**
 * A ring buffer of the newest episodes. Each is stored with the logits of the policy that played it; off-policy
 * corrections need nothing else. The buffer is not part of a checkpoint (a thousand episodes take some 200 MB): a
 * resumed run fills it anew. So with replay, and only then, N steps and N more steps do not give the same bits as 2N
 * steps at once.
 */
export class ReplayBuffer {
  private readonly stored: Trajectory;
  private readonly each: Record<keyof Trajectory, number>;
  private added = 0;

  /** @param capacity episodes */
  constructor(
    shape: TrajectoryShape,
    private readonly capacity: number,
  ) {
    this.stored = allocateTrajectory({ ...shape, episodes: capacity });
    this.each = elementsPerEpisode(shape);
  }

  /** Number of episodes stored. */
  get size(): number {
    return Math.min(this.added, this.capacity);
  }

  /** Copies one episode of a trajectory over the oldest episode. */
  add(trajectory: Trajectory, episode: number): void {
    const bufferIndex = this.added++ % this.capacity;
    for (const field of Object.keys(this.each) as (keyof Trajectory)[]) {
      const size = this.each[field];
      this.stored[field].set(trajectory[field].subarray(episode * size, (episode + 1) * size), bufferIndex * size);
    }
  }

  /** One field of the episode at an index of the ring. */
  view(field: keyof Trajectory, bufferIndex: number): Float32Array | Int32Array {
    const size = this.each[field];
    return this.stored[field].subarray(bufferIndex * size, (bufferIndex + 1) * size);
  }
}
