import type { RunConfig } from '../config/config.js';

/** A part of a run in which all iterations have the same number of steps. */
export interface Phase {
  /** Steps of one environment in an iteration. */
  stepsPerIteration: number;
  /** Steps of training at which the next phase begins. Absent: this is the last one. */
  until?: number;
}

/**
 * The phase of a run after so many steps of training. The iterations of the first phase are the shortest. Each further
 * phase doubles the length of the iterations, and the steps at which it ends.
 */
export function phaseAt(
  { shortestIteration, lengthenSteps, stepsPerIteration: longest }: RunConfig,
  steps: number,
): Phase {
  let length = shortestIteration || longest;
  let until = lengthenSteps;
  while (length < longest && steps >= until) {
    length *= 2;
    until *= 2;
  }
  return length < longest ? { stepsPerIteration: length, until } : { stepsPerIteration: longest };
}
