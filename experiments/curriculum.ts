import { CURRICULA } from '@open-ada/curriculum';
import type { Experiment } from './runner/experiment.js';
import { withSeeds } from './runner/row.js';

/** The effect of each curriculum on the held-out score, at equal steps and at equal minutes. */
export const curriculum: Experiment = {
  name: 'curriculum',
  description: 'Trains each curriculum from the same agent and plays it on held-out tasks on the way.',
  seeds: [1],
  defaults: { steps: [500_000, 1_000_000, 1_500_000, 2_000_000], minutes: [], trials: [1, 4], count: 200 },
  versus: CURRICULA.filter((name) => name !== 'uniform').map((name) => [name, 'uniform']),
  // All rows start from the same agent, so they differ only in the choice of tasks.
  fromAgent: true,
  rows: ({ seeds, trainOn: family }) =>
    CURRICULA.flatMap((name) => withSeeds({ name, title: name, settings: { family, curriculum: name } }, seeds)),
};
