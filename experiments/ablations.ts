import type { Given } from '@open-ada/training';
import type { Experiment } from './runner/experiment.js';
import { FROM_SCRATCH } from './runner/from-scratch.js';
import { withSeeds } from './runner/row.js';

/** What each variation changes of `train:teacher`'s defaults; one thing each. Learning rate and all else stay as tuned for the default. */
const VARIATIONS: Record<string, Given> = {
  default: {},
  ppo: { learner: 'ppo' },
  gru: { memory: 'gru' },
  'gru+attention': { memory: 'gru+attention' },
  /** One trial of four: what came before it is out of reach. */
  'memory-40': { memoryLength: 40 },
  'memory-80': { memoryLength: 80 },
  /** Rules are read from their embedding alone, as in AdA. */
  'encoder-entities': { encoder: 'entities' },
  'encoder-pooled': { encoder: 'pooled' },
  'encoder-slots': { encoder: 'slots' },
  'unroll-2': { unroll: 2 },
  /** As in AdA. */
  'unroll-4': { unroll: 4 },
  /** Neither CMPO nor the model's policy that it is the target of: policy gradient, values and rewards are left. */
  'no-cmpo': { cmpoWeight: 0, modelPolicyWeight: 0 },
  'samples-2': { samples: 2 },
  /** As in Muesli. */
  'samples-16': { samples: 16 },
  'unroll-everywhere': { unrollFraction: 1 },
  /** As in Muesli. */
  'target-rate-10': { targetRate: 0.1 },
  /** Targets and acting both from the newest parameters. */
  'no-target-network': { targetRate: 1 },
  /** The moving average makes targets, the newest parameters act. */
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
  /** From rewards alone, as in AdA. */
  'no-task-inference': { taskInferenceWeight: 0 },
  'no-entropy-bonus': { entropyWeight: 0 },
};

/** What each part of the teacher is worth: one thing is changed, all else stays as it was tuned for the default. */
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
