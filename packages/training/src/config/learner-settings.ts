import type { DistillSchedule, KickstartConfig } from '@open-ada/distill';
import { MUESLI_DEFAULTS, PPO_DEFAULTS } from '@open-ada/muesli';

/** The learning algorithms by name, with their constants. */
export const LEARNERS = { muesli: MUESLI_DEFAULTS, ppo: PPO_DEFAULTS } as const;
export type LearnerKind = keyof typeof LEARNERS;

/** Which learner, and every constant of it. */
export interface LearnerSettings {
  kind: LearnerKind;
  constants: Record<string, number>;
  /** Present in a student's run. */
  distillation?: DistillationSettings;
}

/** How a student is taught. */
export type DistillationSettings = DistillSchedule & KickstartConfig;

/** Names of the constants that some learner has. */
export const CONSTANTS: readonly string[] = [...new Set(Object.values(LEARNERS).flatMap((each) => Object.keys(each)))];

/** The constants of one learner by name. */
export function defaultsOf(kind: LearnerKind): Record<string, number> {
  return { ...LEARNERS[kind] };
}
