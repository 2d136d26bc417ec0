import type { WorldSpec } from './network/world.js';

/** The option of each group in one-hots that stand side by side. */
export function optionsOf(actions: Float32Array, actionDims: readonly number[]): number[] {
  let end = 0;
  return actionDims.map((count) => {
    end += count;
    return actions.subarray(end - count, end).indexOf(1);
  });
}

/** What an environment is told: the option of each group, then the continuous actions, cut to [−1, 1]. */
export function chosenActions(actions: Float32Array, { actionDims, continuous = 0 }: WorldSpec): number[] {
  const start = actionDims.reduce((a, b) => a + b, 0);
  const drawn = actions.subarray(start, start + continuous);
  return [...optionsOf(actions, actionDims), ...Array.from(drawn, (x) => Math.min(1, Math.max(-1, x)))];
}
