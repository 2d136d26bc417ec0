import type { Given } from '@open-ada/training';
import type { Experiment } from './runner/experiment.js';
import { FROM_SCRATCH } from './runner/from-scratch.js';
import { withSeeds } from './runner/row.js';

/**
 * Changes to the defaults of `train:teacher`, one per variation. The learning rate and all other settings remain as
 * tuned for the default.
 */
const VARIATIONS: Record<string, Given> = {
  default: {},
  ppo: { learner: 'ppo' },
  gru: { memory: 'gru' },
  'gru+attention': { memory: 'gru+attention' },
  /** The length of one trial of four: earlier trials are out of reach. */
  'memory-40': { memoryLength: 40 },
  'memory-80': { memoryLength: 80 },
  /** Rules are read only from their embedding, as in AdA. */
  'encoder-entities': { encoder: 'entities' },
  'encoder-pooled': { encoder: 'pooled' },
  'encoder-slots': { encoder: 'slots' },
  'unroll-2': { unroll: 2 },
  /** As in AdA. */
  'unroll-4': { unroll: 4 },
  /** Neither CMPO nor the model policy that learns its target. Policy gradient, values and rewards remain. */
  'no-cmpo': { cmpoWeight: 0, modelPolicyWeight: 0 },
  'samples-2': { samples: 2 },
  /** As in Muesli. */
  'samples-16': { samples: 16 },
  'unroll-everywhere': { unrollFraction: 1 },
  /** As in Muesli. */
  'target-rate-10': { targetRate: 0.1 },
  /** The newest parameters act and compute all targets. */
  'no-target-network': { targetRate: 1 },
  /** The moving average computes the targets; the newest parameters act. */
  'newest-acts': { actWithTarget: false },
  /** As in Retrace with the one-step model. */
  'retrace-model': { retraceQMix: 1 },
  'replay-50': { replayFraction: 0.5 },
  /** As in Muesli. */
  'replay-75': { replayFraction: 0.75 },
  'environments-32': { environments: 32 },
  'environments-64': { environments: 64 },
  'environments-256': { environments: 256 },
  'no-pose': { simulation: { pose: false } },
  'no-ground': { simulation: { ground: { directions: 0, distances: [] } } },
  /** Learns from rewards alone, as in AdA. */
  'no-task-inference': { taskInferenceWeight: 0 },
  'no-entropy-bonus': { entropyWeight: 0 },
};

/** The contribution of each part of the teacher. One thing is changed; all else remains as tuned for the default. */
export const ablations: Experiment = {
  name: 'ablations',
  description: 'Trains variations of the teacher from scratch, one change each, and plays them on held-out tasks.',
  seeds: [1],
  defaults: { ...FROM_SCRATCH, steps: [4e6] },
  versus: [],
  rows: ({ seeds, trainOn: family }) =>
    Object.entries(VARIATIONS).flatMap(([name, change]) =>
      withSeeds({ name, title: name, settings: { family, ...change } }, seeds),
    ),
};
