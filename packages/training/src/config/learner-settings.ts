import type { DistillationSettings, ImitationSettings } from '@open-ada/distill';
import {
  MUESLI_DEFAULTS,
  type MuesliConfig,
  muesliSettings,
  PPO_DEFAULTS,
  type PpoConfig,
  ppoSettings,
} from '@open-ada/muesli';

/** The constants of each learner. */
export interface LearnerConstants {
  muesli: MuesliConfig;
  ppo: PpoConfig;
}
export type LearnerKind = keyof LearnerConstants;

/** The learners by name, each with the schema of its constants. */
export const LEARNERS = { muesli: muesliSettings, ppo: ppoSettings } as const;

const DEFAULTS: LearnerConstants = { muesli: MUESLI_DEFAULTS, ppo: PPO_DEFAULTS };

/** The learner and all its constants. */
export type LearnerSettings = {
  [Kind in LearnerKind]: { kind: Kind; constants: LearnerConstants[Kind] };
}[LearnerKind] & {
  /** Present if the run trains a student. */
  distillation?: DistillationSettings;
  /** Present if the run imitates a script. */
  imitation?: ImitationSettings;
};

/** The default constants of a learner. */
export function defaultsOf<Kind extends LearnerKind>(kind: Kind): LearnerConstants[Kind] {
  return { ...DEFAULTS[kind] };
}
