import type { AdaAgent } from '@open-ada/ada-agent';
import { kickstarting } from '@open-ada/distill';
import {
  type BatchShape,
  type LearnerFunction,
  type MuesliConfig,
  muesliLearner,
  type PpoConfig,
  ppoLearner,
} from '@open-ada/muesli';
import type { LearnerSettings } from './learner-settings.js';

/** The learner that the settings name, with the teacher's loss where there is a teacher. */
export function makeLearner(
  settings: LearnerSettings,
  agent: AdaAgent,
  shape: BatchShape,
  teacher?: AdaAgent,
): LearnerFunction {
  const { constants, distillation } = settings;
  const extra = teacher && distillation ? kickstarting(teacher, distillation) : undefined;
  return settings.kind === 'ppo'
    ? ppoLearner({ network: agent, config: constants as unknown as PpoConfig, shape, extra })
    : muesliLearner({ network: agent, config: constants as unknown as MuesliConfig, shape, extra });
}
