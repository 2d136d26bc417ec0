import type { Task } from '@open-ada/production-rules';
import type { BatchedEnvironment } from '../environment/batched-environment.js';
import { type EpisodeOptions, EVENT } from '../environment/running-episode.js';
import { StateDigest } from '../scene/state-visitor.js';
import type { SimulationSettings } from '../settings/settings.js';

/** Consecutive steps, and a digest of all results up to the last of them. */
export interface ReplayBlock {
  /** `[steps, P G]`: one option index per action group, player by player. */
  actions: number[][];
  digest: string;
}

/** One episode or its beginning: everything that determines it, and digests of its results. */
export interface Replay {
  version: 1;
  settings: SimulationSettings;
  task: Task;
  options: Required<EpisodeOptions>;
  blocks: ReplayBlock[];
}

/** Hashes rewards, event and state after every step. */
export class ReplayDigest {
  private readonly digest = new StateDigest();

  /**
   * @param rewards of the players that have a seat
   * @param state result of `BatchedEnvironment.digest` after the step
   */
  step(rewards: ArrayLike<number>, event: number, state: string): void {
    for (let p = 0; p < rewards.length; p++) this.digest.number(rewards[p]);
    this.digest.number(event);
    for (let k = 0; k < state.length; k += 8) this.digest.number(Number.parseInt(state.slice(k, k + 8), 16));
  }

  text(): string {
    return this.digest.text();
  }
}

const STEPS_PER_BLOCK = 10;

/** Records the episodes of one environment of a batch. The caller steps the batch. */
export class ReplayRecorder {
  private task: Task | undefined;
  private options: Required<EpisodeOptions> = { trials: 1, seed: 0, hideTrialIndex: false };
  private blocks: ReplayBlock[] = [];
  private actions: number[][] = [];
  private digest = new ReplayDigest();
  private ended = false;

  /** @param stepsPerBlock number of steps that share a digest; a divergence can be located to within one block */
  constructor(
    private readonly environment: BatchedEnvironment,
    private readonly envIndex: number,
    private readonly stepsPerBlock = STEPS_PER_BLOCK,
  ) {}

  /** Begins an episode in the environment, and a recording of it. */
  reset(task: Task, options: EpisodeOptions): void {
    this.environment.reset(this.envIndex, task, options);
    this.task = task;
    this.options = { hideTrialIndex: false, ...options };
    this.blocks = [];
    this.actions = [];
    this.digest = new ReplayDigest();
    this.ended = false;
  }

  /** Records the arguments of the last call of `BatchedEnvironment.step`, for all environments. */
  record(actions: Int32Array, rewards: Float32Array, events: Uint8Array): void {
    if (this.task === undefined || this.ended) return;
    const { environment, envIndex } = this;
    const { players, actionSpec } = environment;
    const width = players * actionSpec.groups.length;
    this.actions.push([...actions.subarray(envIndex * width, (envIndex + 1) * width)]);
    const own = rewards.subarray(envIndex * players, (envIndex + 1) * players);
    this.digest.step(own, events[envIndex], environment.digest(envIndex));
    this.ended = events[envIndex] === EVENT.episode;
    if (this.ended || this.actions.length === this.stepsPerBlock) this.endBlock();
  }

  /**
   * The recording so far.
   * @throws Error before the first `reset`
   */
  replay(): Replay {
    if (this.task === undefined) throw new Error('Nothing is recorded yet: begin an episode with reset.');
    if (this.actions.length > 0) this.endBlock();
    const { settings } = this.environment;
    return { version: 1, settings, task: this.task, options: this.options, blocks: [...this.blocks] };
  }

  private endBlock(): void {
    this.blocks.push({ actions: this.actions, digest: this.digest.text() });
    this.actions = [];
  }
}
