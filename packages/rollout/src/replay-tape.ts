import { type BatchedEnvironment, formatReplay, type Replay, ReplayRecorder } from '@open-ada/xland-sim';
import type { EpisodeSpec, Recorder } from './rollout.js';

/** Records every episode of a rollout as a replay. */
export class ReplayTape implements Recorder {
  private readonly recorders: ReplayRecorder[];

  /** Create it right before the rollout: it begins the same episodes in the same environments. */
  constructor(environment: BatchedEnvironment, episodes: readonly EpisodeSpec[]) {
    this.recorders = episodes.map(({ task, trials, seed, hideTrialIndex }, envIndex) => {
      const recorder = new ReplayRecorder(environment, envIndex);
      recorder.reset(task, { trials, seed, hideTrialIndex: hideTrialIndex ?? false });
      return recorder;
    });
  }

  afterStep(_t: number, running: Uint8Array, rewards: Float32Array, actions: Int32Array, events: Uint8Array): void {
    this.recorders.forEach((recorder, envIndex) => {
      if (running[envIndex] === 1) recorder.record(actions, rewards, events);
    });
  }

  /** `[episodes]` */
  replays(): Replay[] {
    return this.recorders.map((recorder) => recorder.replay());
  }

  /** `[episodes]`: replay files as text. */
  files(): string[] {
    return this.replays().map(formatReplay);
  }
}
