import type { ActionSpec } from '@open-ada/xland-sim';

/** What one acting step writes for E environments. */
export interface ActingOutput {
  /** Chosen option per group [E, G]. */
  actions: Int32Array;
  /** Joined policy logits [E, A]. */
  logits: Float32Array;
  /** State values [E]. */
  values: Float32Array;
}

/** `sample`: from the softmax of each group; `greedy`: its largest logit. */
export type Mode = 'sample' | 'greedy';

/** A place for what a step of so many environments writes. */
export function allocateOutput(environments: number, { groups }: ActionSpec): ActingOutput {
  const options = groups.reduce((sum, group) => sum + group.options.length, 0);
  return {
    actions: new Int32Array(environments * groups.length),
    logits: new Float32Array(environments * options),
    values: new Float32Array(environments),
  };
}
