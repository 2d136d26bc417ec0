import { type Replay, ReplayDigest, resimulate } from '@open-ada/xland-sim';
import type { Recording } from '../episode/recording.js';
import type { Player } from './player.js';

/** A replay has a different result here than where it was recorded. The message says where the two differ. */
export class Divergence extends Error {
  override readonly name = 'Divergence';
}

/** Plays the steps of a replay and compares every digest. */
export class ReplayPlayer implements Player {
  private readonly steps: { actions: number[]; digest?: string }[];
  private readonly digest = new ReplayDigest();
  /** Number of digests that were compared; all were equal. */
  checked = 0;

  constructor(private readonly replay: Replay) {
    this.steps = replay.blocks.flatMap(({ actions, digest }) =>
      actions.map((each, k) => (k === actions.length - 1 ? { actions: each, digest } : { actions: each })),
    );
  }

  get length(): number {
    return this.steps.length;
  }

  /** @throws Divergence */
  decide(recording: Recording): number[] {
    this.check(recording);
    return this.steps[recording.steps].actions;
  }

  /** Compares the results up to the last step. @throws Divergence */
  check(recording: Recording): void {
    const { steps, environment, last } = recording;
    if (steps === 0) return;
    this.digest.step(last.rewards, last.event, environment.digest(0));
    const { digest } = this.steps[steps - 1];
    if (digest === undefined) return;
    if (digest !== this.digest.text()) {
      const outcome = resimulate(this.replay);
      throw new Divergence(outcome.reproduced ? 'The replay diverges.' : outcome.message);
    }
    this.checked++;
  }
}
