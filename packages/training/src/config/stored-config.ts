import { type Curriculum, curriculumDefaults } from '@open-ada/curriculum';
import { mergeSettings } from '@open-ada/production-rules';
import { COMPACT, simulationSettings } from '@open-ada/xland-sim';
import { withCurrentOptions } from './former-keys.js';
import { defaultsOf, type LearnerKind } from './learner-settings.js';
import type { RunConfig } from './run-config.js';
import { runSettings } from './run-settings.js';

/**
 * The configuration that a run was started with, complete: what it lacks, because there was no such setting yet or
 * because only changes were kept, has the default. Nothing is checked: a run of any time goes on.
 */
export function completeStored(stored: object): RunConfig {
  const given = withCurrentOptions(stored) as Partial<RunConfig>;
  const { learner = 'muesli', curriculum = 'uniform' } = given as { learner?: LearnerKind; curriculum?: Curriculum };
  const { stepsPerIteration, stepsPerSecond, ...defaults } = curriculumDefaults(curriculum);
  return {
    ...runSettings.parse({}),
    preset: 'laptop',
    ...given,
    constants: { ...defaultsOf(learner), ...given.constants },
    simulation: mergeSettings(simulationSettings, COMPACT, given.simulation ?? {}) as RunConfig['simulation'],
    curriculumSettings: { ...defaults, ...given.curriculumSettings },
  };
}
