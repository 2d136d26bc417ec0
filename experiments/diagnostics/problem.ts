import type { Random } from '@open-ada/production-rules';
import {
  type ActionSpec,
  entitiesPart,
  goalPart,
  layOut,
  type ObservationSpec,
  type PartDraft,
  rulesPart,
} from '@open-ada/xland-sim';

/** One episode that is being played. */
interface Play {
  /** Writes what is sensed before the next action. */
  sense(into: Float32Array): void;
  /** @returns the reward */
  act(action: number): number;
}

/** A small problem with episodes of one length and one group of actions, for the real agent and the real learners. */
export interface Problem {
  name: string;
  /** T: steps of an episode. */
  steps: number;
  /** Rewards are reported by trial; trials are equally long. */
  trials: number;
  actions: string[];
  /** Floats of what is sensed. */
  senses: number;
  /** Steps before which the control forgets everything. */
  clearAt: number[];
  start(random: Random): Play;
  /** What settles whether it is learned: the last trial's mean reward. */
  bar: { atLeast: number; clearedAtMost?: number; chance: number; best: number };
  /** Iterations of 64 episodes that each learner is given. */
  iterations: { muesli: number; ppo: number };
}

/** What the agent sees of a problem: an empty room, what is sensed, and its last action and reward. */
export function specsOf({ senses, actions }: Problem): { observation: ObservationSpec; action: ActionSpec } {
  const sensed: PartDraft = {
    name: 'senses',
    rows: [],
    features: [{ name: 'sensed', size: senses, meaning: 'what the problem shows' }],
  };
  const previous: PartDraft = {
    name: 'previous',
    rows: [],
    features: [
      { name: 'acted', size: 1, meaning: '1 after the first step' },
      { name: 'move', size: actions.length, meaning: 'one-hot: last action' },
      { name: 'reward', size: 1, meaning: 'its reward' },
    ],
  };
  const observation = layOut([entitiesPart(1), sensed, previous], [goalPart(1), rulesPart(1)]);
  return { observation, action: { groups: [{ name: 'move', options: actions }] } };
}
