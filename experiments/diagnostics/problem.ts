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

/** A running episode. */
interface Play {
  /** Writes the observation before the next action. */
  sense(into: Float32Array): void;
  /** @returns the reward */
  act(action: number): number;
}

/** A small problem with episodes of fixed length and one action group, for the real agent and the real learners. */
export interface Problem {
  name: string;
  /** T: steps of an episode. */
  steps: number;
  /** Number of trials, all of the same length. Rewards are reported by trial. */
  trials: number;
  actions: string[];
  /** Number of floats in the problem's observation. */
  senses: number;
  /** Steps before which the memory of the control is reset. */
  clearAt: number[];
  start(random: Random): Play;
  /** Criterion for success: the mean reward of the last trial. */
  bar: { atLeast: number; clearedAtMost?: number; chance: number; best: number };
  /** Iterations of 64 episodes for each learner. */
  iterations: { muesli: number; ppo: number };
}

/** The observation in a problem: an empty room, the problem's own floats, and the last action and reward. */
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
