import type { Experiment } from './experiment.js';

/** Of agents that start from nothing: as `train:teacher` trains them, played where the first adaptation is to be seen. */
export const FROM_SCRATCH = {
  minutes: [],
  trainOn: 'staged',
  family: 'make-by-hold',
  count: 512,
  trials: [1, 4],
} satisfies Experiment['defaults'];
