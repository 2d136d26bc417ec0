import { actionSpec } from '../settings/actions.js';
import { featureOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationPart } from '../settings/specs.js';

/** The last action and its results. */
interface LastStep {
  /** Option of each action group, or -1. */
  previousActions: Int32Array;
  /** Index of the object type that the hand took, or -1. */
  previousGrab: number;
  previousReward: number;
}

/** The last action, the object type that the hand took, and the reward. */
export class Previous {
  /** Offset of the one-hot of each action group. */
  private readonly groups: number[];
  private readonly taken: number;
  private readonly reward: number;

  constructor(part: ObservationPart, settings: SimulationSettings) {
    const at = (name: string) => part.offset + featureOf(part, name).offset;
    this.groups = actionSpec(settings).groups.map(({ name }) => at(name));
    this.taken = at('taken');
    this.reward = at('reward');
  }

  /**
   * @param into must be zero in this part
   * @param base first float of the observation
   */
  write({ previousActions, previousGrab, previousReward }: LastStep, into: Float32Array, base: number): void {
    const { groups } = this;
    for (let g = 0; g < previousActions.length; g++) {
      if (previousActions[g] >= 0) into[base + groups[g] + previousActions[g]] = 1;
    }
    if (previousGrab >= 0) into[base + this.taken + previousGrab] = 1;
    into[base + this.reward] = previousReward;
  }
}
