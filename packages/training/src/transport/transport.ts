import type { AgentConfig, Mode } from '@open-ada/ada-agent';
import type { Backend, Data } from '@open-ada/onnx-jit';
import type { EpisodeSpec } from '@open-ada/rollout';
import type { SimulationSettings } from '@open-ada/xland-sim';
import type { LearnerSettings } from '../config/learner-settings.js';
import type { Labels } from '../config/run-settings.js';
import type { Trajectory } from './trajectory.js';

/**
 * The link between actors and learner. Trajectories and results go to the learner, weights and tasks to the actors.
 * Nothing else is exchanged.
 */
export interface Transport {
  readonly actors: number;
  /** How often a dead actor has been replaced. */
  readonly replaced: number;
  /**
   * Plays one iteration on one actor. If the actor dies, a new one replaces it and plays the iteration from its
   * beginning.
   */
  act(actor: number, request: ActRequest): Promise<ActReply>;
  /** Learns one iteration. */
  learn(request: LearnRequest): Promise<LearnReply>;
  /** A copy of the learner's whole state: parameters, target, optimiser moments, counters. */
  learnerState(): Promise<Record<string, Data>>;
  close(): Promise<void>;
}

/** Everything that an actor is built from. */
export interface ActorSetup {
  agent: AgentConfig;
  simulation: SimulationSettings;
  /** Number of environments of this actor. */
  envCount: number;
  /** Steps per iteration. */
  steps: number;
  threads: number;
  backend: Backend;
  /** Discount of the TD errors that the actor reports. */
  discount: number;
  /** The script whose actions label every recorded step. Absent: none. */
  labels?: Labels;
  /** Whether the script turns so that its turns can be foreseen. Default: false. */
  steadyTurns?: boolean;
  /** Whether the script tries what the agent means to try, where that is about as good. Default: false. */
  followIntents?: boolean;
}

export interface ActRequest {
  /** One per environment. If there are fewer, the remaining environments stay idle. */
  episodes: EpisodeSpec[];
  /** Seed of the policy's sampling. */
  seed: number;
  /** `[P]` */
  weights: Float32Array;
  /** `noop`: the no-op policy plays; everything else is the same. */
  mode: Mode | 'noop';
  /** Who plays the other seat of tasks for two: parameters `[P]`, or the random policy. Absent: the agent itself. */
  coPlayer?: Float32Array | 'random';
  /** Per episode: number of first trials that the script plays while the agent's memory looks on. Absent: none. */
  demonstrated?: number[];
  /** Whether the actor's script labels the steps. Default: true. */
  labelled?: boolean;
  /** Whether to return the trajectory. A periodic evaluation does not need it. */
  record: boolean;
  /** Arrays to write into. They are transferred to the actor. */
  reuse?: Trajectory;
}

export interface ActReply {
  trajectory?: Trajectory;
  /** Per episode, per trial: steps with the goal held, of the agent's seat. */
  rewardByTrial: number[][];
  /** With a co-player and a trajectory: actions of both players in the first episode, `[T, P, G]`. */
  firstActions?: Int32Array;
  /** Per episode: mean |TD error| of the last trial played; empty for `noop`. */
  tdErrors: number[];
  /** Per episode: steps played. */
  stepsByEpisode: number[];
  /** Steps played. */
  steps: number;
  simulateMs: number;
  inferMs: number;
  /** Time that a script took to label the steps. */
  labelMs: number;
}

/** Everything that the learner is built from. */
export interface LearnerSetup {
  agent: AgentConfig;
  simulation: SimulationSettings;
  learner: LearnerSettings;
  /** B: episodes per update. */
  episodes: number;
  /** T: steps per episode. */
  steps: number;
  /**
   * How many of those B come from the newest iteration. The others are drawn from the `replayEpisodes` newest episodes.
   */
  freshEpisodes: number;
  replayEpisodes: number;
  threads: number;
  backend: Backend;
  /** State to continue from; without it, `parameters` start a new one. */
  state?: Record<string, Data>;
  /** `[P]`: initial parameters. */
  parameters?: Float32Array;
  /** Where the inputs of a failed update are written. */
  runDirectory: string;
  teacher?: { bytes: Uint8Array; file: string };
}

export interface LearnRequest {
  iteration: number;
  /** One per actor, in the order of the actors. They are transferred to the learner and back. */
  trajectories: Trajectory[];
  /** Indices of the episodes to learn from, counted over all trajectories, ascending. */
  trained: number[];
  /** Seed of the learner's noise. */
  seed: number;
  /** Environment steps learned before this iteration. */
  steps: number;
}

export interface LearnReply {
  trajectories: Trajectory[];
  /** Means over the iteration's updates; zeros if it had none. */
  metrics: Record<string, number>;
  updates: number;
  /** `[P]`: the parameters that act from now on. */
  weights: Float32Array<ArrayBuffer>;
  learnMs: number;
}
