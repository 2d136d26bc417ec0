import type { Experiment } from './experiment.js';

/**
 * Options for agents trained from scratch, as in `train:teacher`, and played on the family in which adaptation appears
 * first.
 */
export const FROM_SCRATCH = {
  minutes: [],
  trainOn: 'staged',
  family: 'make-by-hold',
  count: 512,
  trials: [1, 4],
} satisfies Experiment['defaults'];
