import type { DistillationSettings, ImitationSettings } from '@open-ada/distill';
import {
  MUESLI_DEFAULTS,
  type MuesliConfig,
  muesliSettings,
  PPO_DEFAULTS,
  type PpoConfig,
  ppoSettings,
} from '@open-ada/muesli';
import { ownLearners } from './own-learners.js';

/** The constants of each learner. */
export interface LearnerConstants {
  muesli: MuesliConfig;
  ppo: PpoConfig;
}
export type LearnerKind = keyof LearnerConstants;

const BUILT_IN = { muesli: muesliSettings, ppo: ppoSettings } as const;

/**
 * The learners by name, each with the schema of its constants. Registered ones are among them; the type does not know
 * them, and takes their constants for those of PPO.
 */
export const LEARNERS: typeof BUILT_IN = {
  ...BUILT_IN,
  ...Object.fromEntries(ownLearners().map(({ name, settings }) => [name, settings])),
};

/** Names of the learners. */
export const LEARNER_KINDS = Object.keys(LEARNERS) as LearnerKind[];

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
  return { ...(DEFAULTS[kind] ?? (LEARNERS[kind].parse({}) as LearnerConstants[Kind])) };
}
