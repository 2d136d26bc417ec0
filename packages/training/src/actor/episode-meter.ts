import type { ActingOutput } from '@open-ada/ada-agent';
import type { Episode, Recorder } from '@open-ada/rollout';
import { EVENT } from '@open-ada/xland-sim';

/**
 * Measures, for each slot, how far the agent's values were off in the last trial played: the mean of |r + discount v' - v| over its decisions, with
 * the values that the agent predicted while it played (AdA, appendix D.5). What it costs is a few additions per decision.
 */
export class EpisodeMeter implements Recorder {
  /** Decisions played, by slot. */
  readonly frames: number[];
  private readonly sums: Float64Array;
  private readonly counts: Uint32Array;
  private readonly values: Float64Array;
  private readonly rewards: Float64Array;
  /** 1: the step before has no successor's value yet. */
  private readonly open: Uint8Array;
  private readonly trial: Uint32Array;
  private readonly last: number[];

  constructor(
    episodes: readonly Episode[],
    private readonly discount: number,
  ) {
    const slots = episodes.length;
    this.frames = new Array<number>(slots).fill(0);
    this.sums = new Float64Array(slots);
    this.counts = new Uint32Array(slots);
    this.values = new Float64Array(slots);
    this.rewards = new Float64Array(slots);
    this.open = new Uint8Array(slots);
    this.trial = new Uint32Array(slots);
    this.last = episodes.map(({ trials, trialsPlayed }) => (trialsPlayed ?? trials) - 1);
  }

  /** Mean |TD error| of the last trial, by slot; 0 where none was reached. */
  errors(): number[] {
    return this.last.map((_, slot) => (this.counts[slot] > 0 ? this.sums[slot] / this.counts[slot] : 0));
  }

  beforeStep(_t: number, running: Uint8Array, _observations: Float32Array, { values }: ActingOutput): void {
    for (let slot = 0; slot < this.frames.length; slot++) {
      if (running[slot] === 0) continue;
      if (this.open[slot] === 1) this.close(slot, values[slot]);
      this.values[slot] = values[slot];
    }
  }

  afterStep(_t: number, running: Uint8Array, rewards: Float32Array, _actions: Int32Array, events: Uint8Array): void {
    for (let slot = 0; slot < this.frames.length; slot++) {
      if (running[slot] === 0) continue;
      this.frames[slot]++;
      this.rewards[slot] = rewards[slot];
      this.open[slot] = this.trial[slot] === this.last[slot] ? 1 : 0;
      // Nothing follows an episode's end.
      if (events[slot] === EVENT.episode && this.open[slot] === 1) this.close(slot, 0);
      if (events[slot] === EVENT.trial) this.trial[slot]++;
    }
  }

  private close(slot: number, next: number): void {
    this.sums[slot] += Math.abs(this.rewards[slot] + this.discount * next - this.values[slot]);
    this.counts[slot]++;
    this.open[slot] = 0;
  }
}

/** Tells both. */
export function bothRecorders(first: Recorder, second: Recorder | undefined): Recorder {
  return {
    beforeStep(...step) {
      first.beforeStep(...step);
      second?.beforeStep(...step);
    },
    afterStep(...step) {
      first.afterStep(...step);
      second?.afterStep(...step);
    },
  };
}
