import type { ActionSpec } from '@open-ada/xland-sim';

/** The results of one acting step of E environments. */
export interface ActingOutput {
  /** Chosen option of each action group [E, G]. */
  actions: Int32Array;
  /** Policy logits, joined [E, A]. */
  logits: Float32Array;
  /** State values [E]. */
  values: Float32Array;
  /** Likeliest option of each part of the agent's intent [E, I]. Only actors of agents that infer intents write it. */
  intents?: Int32Array;
}

/** `sample` draws from the softmax of each group; `greedy` takes its largest logit. */
export type Mode = 'sample' | 'greedy';

/** Allocates the results of one step. */
export function allocateOutput(environments: number, { groups }: ActionSpec): ActingOutput {
  const options = groups.reduce((sum, group) => sum + group.options.length, 0);
  return {
    actions: new Int32Array(environments * groups.length),
    logits: new Float32Array(environments * options),
    values: new Float32Array(environments),
  };
}
