import type { AdaAgent } from '@open-ada/ada-agent';
import { bothLosses, imitation, intentLoss, kickstarting } from '@open-ada/distill';
import { type BatchShape, type LearnerFunction, muesliLearner, ppoLearner } from '@open-ada/muesli';
import type { LearnerSettings } from './learner-settings.js';

/** Whose losses are added to the learner's own. */
export interface Tutors {
  teacher?: AdaAgent;
  script: boolean;
}

/** Creates the learner that the settings name, with the losses of its tutors. */
export function makeLearner(
  settings: LearnerSettings,
  agent: AdaAgent,
  shape: BatchShape,
  { teacher, script }: Tutors,
): LearnerFunction {
  const { distillation } = settings;
  const { actionDims, intentDims } = agent;
  const extra = bothLosses(
    teacher && distillation && kickstarting(teacher, distillation),
    script
      ? bothLosses(
          imitation({ ...shape, actionDims, temperature: settings.imitation!.imitationTemperature }),
          intentDims.length > 0 ? intentLoss({ ...shape, intentDims }) : undefined,
        )
      : undefined,
  );
  return settings.kind === 'ppo'
    ? ppoLearner({ network: agent, config: settings.constants, shape, extra })
    : muesliLearner({ network: agent, config: settings.constants, shape, extra });
}
