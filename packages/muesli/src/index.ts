export {
  MUESLI_DEFAULTS,
  type MuesliConfig,
  muesliSettings,
  PPO_DEFAULTS,
  type PpoConfig,
  ppoSettings,
} from './config.js';
export { actionOneHots, jointLogProbability, kl, logProbabilities } from './equations/factored.js';
export { maskedMean, total } from './equations/masked.js';
export type { BatchShape, ExtraLoss, LearnerFunction, LearnerParts, NoiseSource, UnrolledPolicy } from './learner.js';
export { muesliLearner } from './muesli-learner.js';
export type { ModelState, Network } from './network.js';
export { ppoLearner } from './ppo.js';
