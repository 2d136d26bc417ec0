import type { AdaAgent } from '@open-ada/ada-agent';
import { kickstarting } from '@open-ada/distill';
import { type BatchShape, type LearnerFunction, muesliLearner, ppoLearner } from '@open-ada/muesli';
import type { LearnerSettings } from './learner-settings.js';

/** Creates the learner that the settings name. If there is a teacher, its loss is added. */
export function makeLearner(
  settings: LearnerSettings,
  agent: AdaAgent,
  shape: BatchShape,
  teacher?: AdaAgent,
): LearnerFunction {
  const { distillation } = settings;
  const extra = teacher && distillation ? kickstarting(teacher, distillation) : undefined;
  return settings.kind === 'ppo'
    ? ppoLearner({ network: agent, config: settings.constants, shape, extra })
    : muesliLearner({ network: agent, config: settings.constants, shape, extra });
}
