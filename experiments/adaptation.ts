import type { Experiment } from './runner/experiment.js';
import { FROM_SCRATCH } from './runner/from-scratch.js';
import { withSeeds } from './runner/row.js';

const MUESLI = 'Muesli';
const MANY = 'Muesli, 128 environments';
const PPO = 'PPO';

/** How soon an agent adapts when it is trained from scratch as in `train:teacher`, and with the control learner. */
export const adaptation: Experiment = {
  name: 'adaptation',
  description:
    'Trains agents from scratch with each learner and plays them on the way, with memory and with memory reset between trials.',
  seeds: [1, 2, 3],
  defaults: { ...FROM_SCRATCH, steps: [2e6, 3e6, 4e6, 5e6, 6e6, 8e6, 10e6] },
  versus: [[MANY, PPO]],
  rows: ({ seeds, trainOn: family }) => [
    ...withSeeds({ name: 'muesli', title: MUESLI, settings: { family, environments: 32 } }, seeds),
    ...withSeeds({ name: 'muesli-128', title: MANY, settings: { family } }, seeds),
    ...withSeeds({ name: 'ppo', title: PPO, settings: { family, learner: 'ppo' } }, seeds),
  ],
};
