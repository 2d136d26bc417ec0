import type { Task } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  type EpisodeOptions,
  EVENT,
  type PlayerState,
  type Replay,
  ReplayRecorder,
  type SimulationSettings,
  secondsPerDecision,
} from '@open-ada/xland-sim';
import { type Change, changesBetween, type Frame, frameOf } from './frame.js';

/** Rules that fired in one physics frame. */
export interface Firing {
  decision: number;
  /** Frame of the decision, from 1: after it the change is there. */
  frame: number;
  /** Indices of the rules. */
  rules: number[];
  changes: Change[];
}

const pointOf = ({ x, y, z }: PlayerState, goalHolds: boolean): number[] => [x, y, z, Number(goalHolds)];

/** Decisions between two snapshots: to show any moment, at most so many are played again. */
const SNAPSHOT_EVERY = 8;
/** Decisions whose frames are kept. */
const KEPT = 320;

/**
 * An episode that is played here and can be shown from any moment. It grows by `append`; what is shown of earlier decisions is
 * played again from the snapshot before them.
 */
export class Recording {
  readonly environment: BatchedEnvironment;
  readonly trialDecisions: number;
  readonly trials: number;
  readonly framesPerDecision: number;
  /** Of each decision. */
  readonly rewards: number[] = [];
  readonly firings: Firing[] = [];
  ended = false;
  /** The world before the first decision of each trial that has begun. */
  readonly starts: Frame[] = [];
  /** By trial: where the avatar has been, as `wayOf` reads it. */
  readonly paths: number[][] = [];

  private readonly recorder: ReplayRecorder;
  private readonly past: BatchedEnvironment;
  private readonly snapshots: Uint8Array[] = [];
  private readonly actions: Int32Array[] = [];
  private readonly frames = new Map<number, Frame[]>();
  private readonly reward = new Float32Array(1);
  private readonly event = new Uint8Array(1);

  /** @throws Error in one sentence where the task does not fit the settings */
  constructor(
    readonly settings: SimulationSettings,
    readonly task: Task,
    readonly options: EpisodeOptions,
  ) {
    this.environment = new BatchedEnvironment(settings, 1);
    this.past = new BatchedEnvironment(settings, 1);
    this.recorder = new ReplayRecorder(this.environment, 0);
    this.recorder.reset(task, options);
    const { trialDecisions } = this.environment.state(0);
    this.trialDecisions = trialDecisions;
    this.trials = options.trials;
    this.framesPerDecision = settings.framesPerDecision;
    this.beginTrial();
  }

  /** Decisions played so far, and of the whole episode. */
  get decisions(): number {
    return this.actions.length;
  }

  get length(): number {
    return this.trials * this.trialDecisions;
  }

  get secondsPerDecision(): number {
    return secondsPerDecision(this);
  }

  /** Reward and event of the last decision; 0 and 0 before the first. */
  get last(): { reward: number; event: number } {
    return { reward: this.reward[0], event: this.event[0] };
  }

  /** Plays one decision: one option per action group. */
  append(actions: ArrayLike<number>): void {
    if (this.ended) throw new Error('The episode has ended.');
    const decision = this.decisions;
    if (decision % SNAPSHOT_EVERY === 0) this.snapshots.push(this.environment.snapshot(0));
    const chosen = Int32Array.from(actions);
    let rules = this.environment.state(0).ruleFirings;
    const frames = this.collect(this.environment, chosen, (before, after, ruleFirings, frame) => {
      const fired = ruleFirings.flatMap((count, rule) => Array(count - rules[rule]).fill(rule) as number[]);
      rules = ruleFirings;
      if (fired.length === 0) return;
      this.firings.push({ decision, frame, rules: fired, changes: changesBetween(before.objects, after.objects) });
    });
    this.recorder.record(chosen, this.reward, this.event);
    this.actions.push(chosen);
    this.rewards.push(this.reward[0]);
    this.keep(decision, frames);
    const path = this.paths[this.paths.length - 1];
    for (const { players, goalHolds } of frames.slice(1)) path.push(...pointOf(players[0], goalHolds));
    this.ended = this.event[0] === EVENT.episode;
    if (this.event[0] === EVENT.trial) this.beginTrial();
  }

  /** The world before a decision that was played, and after each of its frames: `[framesPerDecision + 1]`. */
  framesOf(decision: number): Frame[] {
    const known = this.frames.get(decision);
    if (known !== undefined) return known;
    const first = decision - (decision % SNAPSHOT_EVERY);
    this.past.restore(0, this.snapshots[first / SNAPSHOT_EVERY]);
    const end = Math.min(first + SNAPSHOT_EVERY, this.decisions);
    for (let d = first; d < end; d++) this.keep(d, this.collect(this.past, this.actions[d]));
    return this.frames.get(decision)!;
  }

  /** What the player of this slot would see now: the observation of the next decision. */
  observe(into: Float32Array): void {
    this.environment.observe(into);
  }

  /** Reward of each trial, up to a decision of it; trials that have not begun are left out. */
  rewardByTrial(upTo = this.decisions): number[] {
    const sums: number[] = [];
    for (let d = 0; d < Math.min(upTo, this.decisions); d++) {
      const trial = Math.floor(d / this.trialDecisions);
      sums[trial] = (sums[trial] ?? 0) + this.rewards[d];
    }
    return sums;
  }

  /** The episode so far as what a replay file holds. */
  replay(): Replay {
    return this.recorder.replay();
  }

  private beginTrial(): void {
    const start = frameOf(this.environment.state(0), false);
    this.starts.push(start);
    this.paths.push(pointOf(start.players[0], false));
  }

  private collect(
    environment: BatchedEnvironment,
    actions: Int32Array,
    watch?: (before: Frame, after: Frame, ruleFirings: number[], frame: number) => void,
  ): Frame[] {
    const frames = [frameOf(environment.state(0), false)];
    environment.watchFrames(0, (goalHolds) => {
      const state = environment.state(0);
      const frame = frameOf(state, goalHolds);
      watch?.(frames[frames.length - 1], frame, state.ruleFirings, frames.length);
      frames.push(frame);
    });
    const [reward, event] = watch ? [this.reward, this.event] : [new Float32Array(1), new Uint8Array(1)];
    environment.step(actions, reward, event);
    environment.watchFrames(0, undefined);
    return frames;
  }

  private keep(decision: number, frames: Frame[]): void {
    this.frames.delete(decision);
    this.frames.set(decision, frames);
    if (this.frames.size <= KEPT) return;
    for (const [oldest] of this.frames) {
      this.frames.delete(oldest);
      break;
    }
  }
}
