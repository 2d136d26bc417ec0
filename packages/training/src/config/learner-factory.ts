import type { AdaAgent } from '@open-ada/ada-agent';
import { bothLosses, type ImitationSettings, imitation, intentLoss, kickstarting } from '@open-ada/distill';
import { type BatchShape, type LearnerFunction, muesliLearner, ppoLearner } from '@open-ada/muesli';
import type { LearnerSettings } from './learner-settings.js';
import { ownLearner } from './own-learners.js';

/** Whose losses are added to the learner's own. */
export interface Tutors {
  teacher?: AdaAgent;
  /** How a script is imitated; absent: none is. */
  imitation?: ImitationSettings;
}

/** Creates the learner that the settings name, with the losses of its tutors. */
export function makeLearner(
  settings: LearnerSettings,
  agent: AdaAgent,
  shape: BatchShape,
  { teacher, imitation: script }: Tutors,
): LearnerFunction {
  const { distillation } = settings;
  const { actionDims, intentDims } = agent;
  const losses = [
    teacher && distillation && kickstarting(teacher, distillation, shape),
    script && imitation({ ...shape, actionDims, temperature: script.imitationTemperature }),
    script && intentDims.length > 0 ? intentLoss({ ...shape, intentDims }) : undefined,
  ];
  const extra = losses.reduce((sum, loss) => bothLosses(sum, loss));
  const own = ownLearner(settings.kind);
  if (own) return own.make({ network: agent, config: settings.constants as never, shape, extra });
  return settings.kind === 'ppo'
    ? ppoLearner({ network: agent, config: settings.constants, shape, extra })
    : muesliLearner({ network: agent, config: settings.constants, shape, extra });
}
