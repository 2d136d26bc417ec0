import type { ActingOutput } from '@open-ada/ada-agent';
import type { EpisodeSpec, Recorder } from '@open-ada/rollout';
import { EVENT } from '@open-ada/xland-sim';
import { ALONE, type SeatRows } from '../transport/seat-rows.js';

/**
 * Measures the value error of each environment's last played trial: the mean of |r + discount v' - v| over its steps.
 * The values are those that the agent predicted while it played (AdA, appendix D.5). This costs a few additions per
 * step.
 */
export class EpisodeMeter implements Recorder {
  private readonly sums: Float64Array;
  private readonly counts: Uint32Array;
  private readonly values: Float64Array;
  private readonly rewards: Float64Array;
  /** 1: the value after the previous step is not known yet. */
  private readonly open: Uint8Array;
  private readonly trial: Uint32Array;
  private readonly last: number[];

  constructor(
    episodes: readonly EpisodeSpec[],
    private readonly discount: number,
    private readonly seats: SeatRows = ALONE,
  ) {
    const envCount = episodes.length;
    this.sums = new Float64Array(envCount);
    this.counts = new Uint32Array(envCount);
    this.values = new Float64Array(envCount);
    this.rewards = new Float64Array(envCount);
    this.open = new Uint8Array(envCount);
    this.trial = new Uint32Array(envCount);
    this.last = episodes.map(({ trials, trialsPlayed }) => (trialsPlayed ?? trials) - 1);
  }

  /** Mean |TD error| of the last trial, by environment; 0 where that trial was not reached. */
  errors(): number[] {
    return this.last.map((_, envIndex) =>
      this.counts[envIndex] > 0 ? this.sums[envIndex] / this.counts[envIndex] : 0,
    );
  }

  beforeStep(_t: number, running: Uint8Array, _observations: Float32Array, { values }: ActingOutput): void {
    for (let envIndex = 0; envIndex < this.last.length; envIndex++) {
      if (running[envIndex] === 0) continue;
      const value = values[this.seats.outputRow(envIndex)];
      if (this.open[envIndex] === 1) this.close(envIndex, value);
      this.values[envIndex] = value;
    }
  }

  afterStep(_t: number, running: Uint8Array, rewards: Float32Array, _actions: Int32Array, events: Uint8Array): void {
    for (let envIndex = 0; envIndex < this.last.length; envIndex++) {
      if (running[envIndex] === 0) continue;
      this.rewards[envIndex] = rewards[this.seats.rewardRow(envIndex)];
      this.open[envIndex] = this.trial[envIndex] === this.last[envIndex] ? 1 : 0;
      // The value after the end of an episode is 0.
      if (events[envIndex] === EVENT.episode && this.open[envIndex] === 1) this.close(envIndex, 0);
      if (events[envIndex] === EVENT.trial) this.trial[envIndex]++;
    }
  }

  private close(envIndex: number, next: number): void {
    this.sums[envIndex] += Math.abs(this.rewards[envIndex] + this.discount * next - this.values[envIndex]);
    this.counts[envIndex]++;
    this.open[envIndex] = 0;
  }
}

/** Passes every call on to both recorders. */
export function bothRecorders(first: Recorder, second: Recorder | undefined): Recorder {
  return {
    beforeStep(...step) {
      first.beforeStep?.(...step);
      second?.beforeStep?.(...step);
    },
    afterStep(...step) {
      first.afterStep(...step);
      second?.afterStep(...step);
    },
  };
}
