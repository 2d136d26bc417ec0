import type { Recorder } from '@open-ada/rollout';

/** Records what all players of the first environment do. */
export class FirstActions implements Recorder {
  private readonly all: Int32Array;

  /** @param width players times action groups */
  constructor(
    steps: number,
    private readonly width: number,
  ) {
    this.all = new Int32Array(steps * width);
  }

  afterStep(t: number, running: Uint8Array, _rewards: Float32Array, actions: Int32Array): void {
    if (running[0] === 1) this.all.set(actions.subarray(0, this.width), t * this.width);
  }

  /** `[T, P, G]` */
  actions(): Int32Array {
    return this.all;
  }
}
