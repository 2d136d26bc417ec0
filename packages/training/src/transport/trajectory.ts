import type { ActingOutput } from '@open-ada/ada-agent';
import type { Task } from '@open-ada/production-rules';
import type { Recorder } from '@open-ada/rollout';
import { type ActionSpec, INTENT_DIMS, type ObservationSpec } from '@open-ada/xland-sim';
import { RULE_LABELS, writeRuleLabels } from '../config/rule-labels.js';
import { ALONE, type SeatRows } from './seat-rows.js';

/** Dimensions of a trajectory. E episodes, T steps, G action groups, A actions summed over all groups. */
export interface TrajectoryShape {
  /** E */
  episodes: number;
  /** T */
  steps: number;
  /** Floats of an observation that change by step. */
  stepSize: number;
  /** Floats of an observation that are constant in an episode. */
  taskSize: number;
  /** G */
  groups: number;
  /** A */
  options: number;
}

/** The recording of one iteration: E episodes, each padded with zeros to T steps. */
export interface Trajectory {
  /** `[E, T, stepSize]` */
  observations: Float32Array<ArrayBuffer>;
  /** `[E, taskSize]` */
  taskObservations: Float32Array<ArrayBuffer>;
  /** `[E, T, G]` */
  actions: Int32Array<ArrayBuffer>;
  /** `[E, T, A]`: joined logits of the policy that acted. */
  behaviourLogits: Float32Array<ArrayBuffer>;
  /** `[E, T]`: received after the action at t. */
  rewards: Float32Array<ArrayBuffer>;
  /** `[E, T]`: 1 = a real step. */
  mask: Float32Array<ArrayBuffer>;
  /** `[E, T]`: memory segment. It increases at each memory reset inside the episode. */
  segment: Int32Array<ArrayBuffer>;
  /** `[E, RULE_LABELS]`: predicates and types in the conditions of the rules that lead to each task's goal. */
  ruleLabels: Float32Array<ArrayBuffer>;
  /** `[E, T]`: 1 where the memory segment holds an earlier step with a reward. */
  hasSeenReward: Float32Array<ArrayBuffer>;
  /** `[E, T, G]`: what the script would do, where `labelled`. */
  labels: Int32Array<ArrayBuffer>;
  /** `[E, T, 3]`: what the script means to do, where `labelled`: see `writeIntent`. */
  intents: Int32Array<ArrayBuffer>;
  /** `[E, T]`: 1 where there is a label. */
  labelled: Float32Array<ArrayBuffer>;
  /** `[E, T, 3]`: what the agent meant to do; -1 where it infers no intents. */
  meant: Int32Array<ArrayBuffer>;
}

export function trajectoryShape(
  episodes: number,
  steps: number,
  observations: ObservationSpec,
  actions: ActionSpec,
): TrajectoryShape {
  return {
    episodes,
    steps,
    stepSize: observations.stepSize,
    taskSize: observations.size - observations.stepSize,
    groups: actions.groups.length,
    options: actions.groups.reduce((sum, group) => sum + group.options.length, 0),
  };
}

/** Elements of each field that belong to one episode. */
export function elementsPerEpisode(shape: TrajectoryShape): Record<keyof Trajectory, number> {
  const { steps } = shape;
  return {
    observations: steps * shape.stepSize,
    taskObservations: shape.taskSize,
    actions: steps * shape.groups,
    behaviourLogits: steps * shape.options,
    rewards: steps,
    mask: steps,
    segment: steps,
    ruleLabels: RULE_LABELS,
    hasSeenReward: steps,
    labels: steps * shape.groups,
    intents: steps * INTENT_DIMS.length,
    labelled: steps,
    meant: steps * INTENT_DIMS.length,
  };
}

export function allocateTrajectory(shape: TrajectoryShape): Trajectory {
  const each = elementsPerEpisode(shape);
  const floats = (field: keyof Trajectory) => new Float32Array(shape.episodes * each[field]);
  const integers = (field: keyof Trajectory) => new Int32Array(shape.episodes * each[field]);
  return {
    observations: floats('observations'),
    taskObservations: floats('taskObservations'),
    actions: integers('actions'),
    behaviourLogits: floats('behaviourLogits'),
    rewards: floats('rewards'),
    mask: floats('mask'),
    segment: integers('segment'),
    ruleLabels: floats('ruleLabels'),
    hasSeenReward: floats('hasSeenReward'),
    labels: integers('labels'),
    intents: integers('intents'),
    labelled: floats('labelled'),
    meant: integers('meant'),
  };
}

/** The buffers to transfer (not copy) with a message. */
export function buffersOf(trajectory: Trajectory): ArrayBuffer[] {
  return Object.values(trajectory).map((array: Trajectory[keyof Trajectory]) => array.buffer);
}

/** What a script would do in the present step of each environment. */
export interface StepLabels {
  /** `[E, G]` */
  readonly labels: Int32Array;
  /** `[E, 3]` */
  readonly intents: Int32Array;
  /** `[E]`: 1 where there is a label. */
  readonly labelled: Uint8Array;
}

/**
 * Records an iteration, one task per environment, into a trajectory. The arrays are zeroed first, so they can be
 * reused. `consumers`: see `writeRuleLabels`. `seats`: where the agent's rewards are.
 */
export class TrajectoryRecorder implements Recorder {
  constructor(
    private readonly into: Trajectory,
    private readonly shape: TrajectoryShape,
    tasks: readonly Task[],
    private readonly script?: StepLabels,
    consumers = false,
    private readonly seats: SeatRows = ALONE,
  ) {
    for (const array of Object.values(into)) array.fill(0);
    into.meant.fill(-1);
    tasks.forEach((task, e) => {
      writeRuleLabels(task, into.ruleLabels.subarray(e * RULE_LABELS, (e + 1) * RULE_LABELS), consumers);
    });
  }

  beforeStep(
    t: number,
    running: Uint8Array,
    observations: Float32Array,
    output: ActingOutput,
    segment: Int32Array,
  ): void {
    const { episodes, steps, stepSize, taskSize, groups, options } = this.shape;
    const size = stepSize + taskSize;
    for (let e = 0; e < episodes; e++) {
      if (running[e] === 0) continue;
      const row = e * steps + t;
      const step = observations.subarray(e * size, e * size + stepSize);
      this.into.observations.set(step, row * stepSize);
      if (t === 0) {
        this.into.taskObservations.set(observations.subarray(e * size + stepSize, (e + 1) * size), e * taskSize);
      }
      for (let g = 0; g < groups; g++) this.into.actions[row * groups + g] = output.actions[e * groups + g];
      for (let a = 0; a < options; a++) this.into.behaviourLogits[row * options + a] = output.logits[e * options + a];
      this.into.mask[row] = 1;
      const parts = INTENT_DIMS.length;
      if (output.intents) {
        this.into.meant.set(output.intents.subarray(e * parts, (e + 1) * parts), row * parts);
      }
      if (this.script?.labelled[e] === 1) {
        this.into.labels.set(this.script.labels.subarray(e * groups, (e + 1) * groups), row * groups);
        this.into.intents.set(this.script.intents.subarray(e * parts, (e + 1) * parts), row * parts);
        this.into.labelled[row] = 1;
      }
      this.into.segment[row] = segment[e];
      // By now the reward and the flag of the previous step are both known.
      if (t > 0 && this.into.segment[row - 1] === segment[e]) {
        this.into.hasSeenReward[row] = this.into.rewards[row - 1] > 0 ? 1 : this.into.hasSeenReward[row - 1];
      }
    }
  }

  afterStep(t: number, running: Uint8Array, rewards: Float32Array): void {
    const { episodes, steps } = this.shape;
    for (let e = 0; e < episodes; e++) {
      if (running[e] === 1) this.into.rewards[e * steps + t] = rewards[this.seats.rewardRow(e)];
    }
  }
}
