import type { AgentConfig, Mode } from '@open-ada/ada-agent';
import type { Backend, Data } from '@open-ada/onnx-jit';
import type { EpisodeSpec } from '@open-ada/rollout';
import type { SimulationSettings } from '@open-ada/xland-sim';
import type { LearnerSettings } from '../config/learner-settings.js';
import type { Trajectory } from './trajectory.js';

/** How actors and learner get at each other: trajectories and results up, weights and tasks down. Nothing else crosses. */
export interface Transport {
  readonly actors: number;
  /** How often a dead actor was replaced. */
  readonly replaced: number;
  /** Plays one iteration on one actor. A dead actor is replaced and plays the iteration from its beginning. */
  act(actor: number, request: ActRequest): Promise<ActReply>;
  /** Learns one iteration. */
  learn(request: LearnRequest): Promise<LearnReply>;
  /** A copy of the learner's whole state: parameters, target, optimiser moments, counters. */
  learnerState(): Promise<Record<string, Data>>;
  close(): Promise<void>;
}

/** What an actor is built from. */
export interface ActorSetup {
  agent: AgentConfig;
  simulation: SimulationSettings;
  /** Environments of this actor. */
  envCount: number;
  /** Steps of an iteration. */
  steps: number;
  threads: number;
  backend: Backend;
  /** Of the TD errors that it reports. */
  discount: number;
}

export interface ActRequest {
  /** One per envIndex; fewer leave envCount idle. */
  episodes: EpisodeSpec[];
  /** Of the choices of the policy. */
  seed: number;
  /** `[P]` */
  weights: Float32Array;
  /** `noop`: nobody plays; all else is as it would be. */
  mode: Mode | 'noop';
  /** Whether to return the trajectory; a periodicEval does without. */
  record: boolean;
  /** Arrays to write into; moved to the actor. */
  reuse?: Trajectory;
}

export interface ActReply {
  trajectory?: Trajectory;
  /** Per episode, per trial: steps with the goal held. */
  rewardByTrial: number[][];
  /** Per episode: mean |TD error| of the last trial played; nothing of `noop`. */
  tdErrors: number[];
  /** Per episode: steps played. */
  stepsByEpisode: number[];
  /** Steps played. */
  steps: number;
  simulateMs: number;
  inferMs: number;
}

/** What the learner is built from. */
export interface LearnerSetup {
  agent: AgentConfig;
  simulation: SimulationSettings;
  learner: LearnerSettings;
  /** B: episodes of one update. */
  episodes: number;
  /** T: steps of an episode. */
  steps: number;
  /** Of those B, the ones that come from the newest iteration; the others are drawn from the `replayEpisodes` newest episodes. */
  freshEpisodes: number;
  replayEpisodes: number;
  threads: number;
  backend: Backend;
  /** State to continue from; else `parameters` start a new one. */
  state?: Record<string, Data>;
  /** `[P]`: initial parameters. */
  parameters?: Float32Array;
  /** Where to leave what a failed update was given. */
  runDirectory: string;
  teacher?: { bytes: Uint8Array; file: string };
}

export interface LearnRequest {
  iteration: number;
  /** One per actor, in the order of the actors; moved to the learner and back. */
  trajectories: Trajectory[];
  /** The episodes to learn from, counted over all trajectories, ascending. */
  trained: number[];
  /** Of the learner's noise. */
  seed: number;
  /** Environment steps learned before this iteration. */
  steps: number;
}

export interface LearnReply {
  trajectories: Trajectory[];
  /** Means over the iteration's updates; zeros where it had none. */
  metrics: Record<string, number>;
  updates: number;
  /** `[P]`: the parameters that act from now on. */
  weights: Float32Array<ArrayBuffer>;
  learnMs: number;
}
