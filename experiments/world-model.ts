import type { Experiment } from './runner/experiment.js';
import { withSeeds } from './runner/row.js';

const DREAMER = 'Dreamer';
const MUESLI = 'Muesli';

/**
 * Settings of train:dreamer for an hour on two cores. The defaults are meant for millions of steps. Observations are
 * large, so the replay is short and one checkpoint is kept.
 */
const AN_HOUR = {
  ...{ size: 'half', trainRatio: 32, batchSize: 16, batchLength: 64, imaginationStarts: 8 },
  ...{ learningRate: 3e-4, warmupSteps: 200, replaySteps: 50_000, keptCheckpoints: 1 },
};

/** Whether a world model adapts: Dreamer beside Muesli at equal steps and at equal minutes. */
export const worldModel: Experiment = {
  name: 'world-model',
  description:
    'Trains DreamerV3 and Muesli on one family and plays both at equal steps and minutes, with memory and with memory reset between trials.',
  seeds: [1, 2, 3],
  defaults: { steps: [100_000], minutes: [60], trainOn: 'hold', family: 'hold', count: 128, trials: [1, 2, 5] },
  versus: [[DREAMER, MUESLI]],
  rows: ({ seeds, trainOn: family }) => [
    ...withSeeds({ name: 'dreamer', title: DREAMER, dreamer: { ...AN_HOUR, environment: family } }, seeds),
    // As many environments as steps of an hour on two cores can fill; both draw tasks uniformly.
    ...withSeeds({ name: 'muesli', title: MUESLI, settings: { family, environments: 32 } }, seeds),
  ],
};
