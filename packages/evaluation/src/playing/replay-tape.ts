import type { EpisodeSpec, Recorder } from '@open-ada/rollout';
import { type BatchedEnvironment, formatReplay, ReplayRecorder } from '@open-ada/xland-sim';

/** Records every episode of a rollout as a replay. */
export class ReplayTape implements Recorder {
  private readonly recorders: ReplayRecorder[];

  /** Must be created right before the rollout. It begins the same episodes in the same environments. */
  constructor(environment: BatchedEnvironment, episodes: readonly EpisodeSpec[]) {
    this.recorders = episodes.map(({ task, trials, seed, hideTrialIndex }, envIndex) => {
      const recorder = new ReplayRecorder(environment, envIndex);
      recorder.reset(task, { trials, seed, hideTrialIndex: hideTrialIndex ?? false });
      return recorder;
    });
  }

  beforeStep(): void {}

  afterStep(_t: number, running: Uint8Array, rewards: Float32Array, actions: Int32Array, events: Uint8Array): void {
    this.recorders.forEach((recorder, envIndex) => {
      if (running[envIndex] === 1) recorder.record(actions, rewards, events);
    });
  }

  /** `[episodes]`: texts of replay files. */
  files(): string[] {
    return this.recorders.map((recorder) => formatReplay(recorder.replay()));
  }
}
