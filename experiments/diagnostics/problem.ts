import type { Random } from '@open-ada/production-rules';
import type { ActionSpec, ObservationSpec } from '@open-ada/xland-sim';

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

/** Features of the one entity envIndex, which stays empty. */
const ENTITY = 20;
const TOKENS = 19;

/** What the agent sees of a problem: an empty room, what is sensed, and its last action and reward. */
export function specsOf({ senses, actions }: Problem): { observation: ObservationSpec; action: ActionSpec } {
  const previous = 1 + actions.length + 1;
  const stepSize = ENTITY + senses + previous;
  const observation: ObservationSpec = {
    parts: [
      { name: 'entities', offset: 0, shape: [1, ENTITY], kind: 'float', perEpisode: false },
      { name: 'senses', offset: ENTITY, shape: [senses], kind: 'float', perEpisode: false },
      { name: 'previous', offset: ENTITY + senses, shape: [previous], kind: 'float', perEpisode: false },
      { name: 'goal', offset: stepSize, shape: [1, 4], kind: 'token', cardinality: TOKENS, perEpisode: true },
      { name: 'rules', offset: stepSize + 4, shape: [1, 8], kind: 'token', cardinality: TOKENS, perEpisode: true },
    ],
    size: stepSize + 12,
    stepSize,
  };
  return { observation, action: { groups: [{ name: 'move', options: actions }] } };
}
