export { MUESLI_DEFAULTS, type MuesliConfig, type OptimiserConfig, PPO_DEFAULTS, type PpoConfig } from './config.js';
export { kl, logProbabilities } from './factored.js';
export type { BatchShape, ExtraLoss, LearnerFunction, NoiseSource, UnrolledPolicy } from './learner.js';
export { maskedMean, total } from './masked.js';
export { muesliLearner } from './muesli.js';
export type { ModelState, Network } from './network.js';
export { ppoLearner } from './ppo.js';
