import type { DistillationSettings } from '@open-ada/distill';
import {
  MUESLI_DEFAULTS,
  type MuesliConfig,
  muesliSettings,
  PPO_DEFAULTS,
  type PpoConfig,
  ppoSettings,
} from '@open-ada/muesli';

/** The constants of each learning algorithm. */
export interface LearnerConstants {
  muesli: MuesliConfig;
  ppo: PpoConfig;
}
export type LearnerKind = keyof LearnerConstants;

/** The learning algorithms by name, with the schema of their constants. */
export const LEARNERS = { muesli: muesliSettings, ppo: ppoSettings } as const;

const DEFAULTS: LearnerConstants = { muesli: MUESLI_DEFAULTS, ppo: PPO_DEFAULTS };

/** Which learner, and every constant of it. */
export type LearnerSettings = {
  [Kind in LearnerKind]: { kind: Kind; constants: LearnerConstants[Kind] };
}[LearnerKind] & {
  /** Present in a student's run. */
  distillation?: DistillationSettings;
};

/** The constants of one learner by name. */
export function defaultsOf<Kind extends LearnerKind>(kind: Kind): LearnerConstants[Kind] {
  return { ...DEFAULTS[kind] };
}
