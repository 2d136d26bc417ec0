import type { Task } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  type EpisodeOptions,
  EVENT,
  type PlayerState,
  type Replay,
  ReplayRecorder,
  type SimulationSettings,
  secondsPerStep,
} from '@open-ada/xland-sim';
import { type Change, changesBetween, type Frame, frameOf } from './frame.js';

/** The rules that fired in one physics step. */
export interface Firing {
  step: number;
  /** Physics step within the environment step, counted from 1. The change is visible after it. */
  frame: number;
  /** Indices of the rules. */
  rules: number[];
  changes: Change[];
}

const pointOf = ({ x, y, z }: PlayerState, goalHolds: boolean): number[] => [x, y, z, Number(goalHolds)];
const NOTHING_HOLDS = [false, false] as const;

/** Steps between two snapshots. To display any moment, at most this many steps are simulated again. */
const SNAPSHOT_EVERY = 8;
/** Number of steps whose frames are cached. */
const KEPT = 320;

/**
 * An episode that is simulated here and can be displayed from any moment. It grows by `append`. Earlier steps are
 * simulated again from the snapshot before them.
 */
export class Recording {
  readonly environment: BatchedEnvironment;
  readonly trialSteps: number;
  readonly trials: number;
  readonly actionRepeat: number;
  /** `[seats][steps]`: reward of each step. Both players of a task have a list, whether they act or not. */
  readonly rewardsOf: number[][];
  readonly firings: Firing[] = [];
  ended = false;
  /** The world before the first step of each trial that has begun. */
  readonly starts: Frame[] = [];
  /** `[seats][trials]`: the avatar's positions, in the format that `wayOf` reads. */
  readonly paths: number[][][];

  private readonly recorder: ReplayRecorder;
  private readonly past: BatchedEnvironment;
  private readonly snapshots: Uint8Array[] = [];
  private readonly actions: Int32Array[] = [];
  private readonly frames = new Map<number, Frame[]>();
  private readonly reward: Float32Array;
  private readonly event = new Uint8Array(1);

  /** @throws Error in one sentence where the task does not fit the settings */
  constructor(
    readonly settings: SimulationSettings,
    readonly task: Task,
    readonly options: EpisodeOptions,
  ) {
    this.reward = new Float32Array(settings.players ?? 1);
    this.rewardsOf = task.players.map(() => []);
    this.paths = task.players.map(() => []);
    this.environment = new BatchedEnvironment(settings, 1);
    this.past = new BatchedEnvironment(settings, 1);
    this.recorder = new ReplayRecorder(this.environment, 0);
    this.recorder.reset(task, options);
    const { trialSteps } = this.environment.state(0);
    this.trialSteps = trialSteps;
    this.trials = options.trials;
    this.actionRepeat = settings.actionRepeat;
    this.beginTrial();
  }

  /** Number of steps played so far, and of the whole episode. */
  get steps(): number {
    return this.actions.length;
  }

  get length(): number {
    return this.trials * this.trialSteps;
  }

  get secondsPerStep(): number {
    return secondsPerStep(this);
  }

  /** Rewards of the players that have a seat, and event of the last step; all are 0 before the first. */
  get last(): { rewards: Float32Array; event: number } {
    return { rewards: this.reward, event: this.event[0] };
  }

  /** Number of players of the task. */
  get players(): number {
    return this.task.players.length;
  }

  /** Rewards of the first player. */
  get rewards(): readonly number[] {
    return this.rewardsOf[0];
  }

  /** Plays one step. @param actions `[P, G]`: one per action group, for each seat */
  append(actions: ArrayLike<number>): void {
    if (this.ended) throw new Error('The episode has ended.');
    const step = this.steps;
    if (step % SNAPSHOT_EVERY === 0) this.snapshots.push(this.environment.snapshot(0));
    const chosen = Int32Array.from(actions);
    let rules = this.environment.state(0).ruleFirings;
    const frames = this.collect(this.environment, chosen, (before, after, ruleFirings, frame) => {
      const fired = ruleFirings.flatMap((count, rule) => Array(count - rules[rule]).fill(rule) as number[]);
      rules = ruleFirings;
      if (fired.length === 0) return;
      this.firings.push({ step, frame, rules: fired, changes: changesBetween(before.objects, after.objects) });
    });
    this.recorder.record(chosen, this.reward, this.event);
    this.actions.push(chosen);
    this.rewardsOf.forEach((rewards, seat) => {
      rewards.push(this.reward[seat] ?? 0);
    });
    this.keep(step, frames);
    this.paths.forEach((paths, seat) => {
      const path = paths[paths.length - 1];
      for (const { players, goalHolds } of frames.slice(1)) path.push(...pointOf(players[seat], goalHolds[seat]));
    });
    this.ended = this.event[0] === EVENT.episode;
    if (this.event[0] === EVENT.trial) this.beginTrial();
  }

  /** The world before a step and after each of its physics steps: `[actionRepeat + 1]`. */
  framesOf(step: number): Frame[] {
    const known = this.frames.get(step);
    if (known !== undefined) return known;
    const first = step - (step % SNAPSHOT_EVERY);
    this.past.restore(0, this.snapshots[first / SNAPSHOT_EVERY]);
    const end = Math.min(first + SNAPSHOT_EVERY, this.steps);
    for (let d = first; d < end; d++) this.keep(d, this.collect(this.past, this.actions[d]));
    return this.frames.get(step)!;
  }

  /** A player's observation at the next step. */
  observe(into: Float32Array, seat = 0): void {
    this.environment.observeEnv(0, into, 0, seat);
  }

  /** Reward of each trial of a player, up to a given step; trials that have not begun are left out. */
  rewardByTrial(upTo = this.steps, seat = 0): number[] {
    const sums: number[] = [];
    for (let d = 0; d < Math.min(upTo, this.steps); d++) {
      const trial = Math.floor(d / this.trialSteps);
      sums[trial] = (sums[trial] ?? 0) + this.rewardsOf[seat][d];
    }
    return sums;
  }

  /** The episode so far, as the content of a replay file. */
  replay(): Replay {
    return this.recorder.replay();
  }

  private beginTrial(): void {
    const start = frameOf(this.environment.state(0), NOTHING_HOLDS);
    this.starts.push(start);
    this.paths.forEach((paths, seat) => {
      paths.push(pointOf(start.players[seat], false));
    });
  }

  /**
   * `append` and `framesOf` have their own loop, because the page steps forwards and backwards as its player or
   * playhead asks.
   */
  private collect(
    environment: BatchedEnvironment,
    actions: Int32Array,
    watch?: (before: Frame, after: Frame, ruleFirings: number[], frame: number) => void,
  ): Frame[] {
    const frames = [frameOf(environment.state(0), NOTHING_HOLDS)];
    environment.watchPhysicsSteps(0, (...goalHolds) => {
      const state = environment.state(0);
      const frame = frameOf(state, goalHolds);
      watch?.(frames[frames.length - 1], frame, state.ruleFirings, frames.length);
      frames.push(frame);
    });
    const [reward, event] = watch
      ? [this.reward, this.event]
      : [new Float32Array(this.reward.length), new Uint8Array(1)];
    environment.step(actions, reward, event);
    environment.watchPhysicsSteps(0, undefined);
    return frames;
  }

  private keep(step: number, frames: Frame[]): void {
    this.frames.delete(step);
    this.frames.set(step, frames);
    if (this.frames.size <= KEPT) return;
    for (const [oldest] of this.frames) {
      this.frames.delete(oldest);
      break;
    }
  }
}
