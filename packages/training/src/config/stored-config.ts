import { FORMER_MATCHING } from '@open-ada/ada-agent';
import { type Curriculum, curriculumDefaults } from '@open-ada/curriculum';
import { mergeSettings } from '@open-ada/production-rules';
import { COMPACT, type SimulationSettings, simulationSettings } from '@open-ada/xland-sim';
import { withCurrentOptions } from './former-keys.js';
import { defaultsOf, type LearnerKind } from './learner-settings.js';
import type { RunConfig } from './run-config.js';
import { runSettings } from './run-settings.js';

/** The world of runs from the time before these settings. Such a run continues without them, whatever the default. */
const { hideTrials: _1, aim: _2, surroundings: _3, places: _4, ...FORMER_WORLD }: SimulationSettings = COMPACT;

/**
 * Completes the configuration that a run was started with. A setting can be missing because it did not exist yet, or
 * because only changes were stored. It then gets its default. Nothing is checked, so a run of any age can continue.
 */
export function completeStored(stored: object): RunConfig {
  const given = withCurrentOptions(stored) as Partial<RunConfig>;
  const { learner = 'muesli', curriculum = 'uniform' } = given as { learner?: LearnerKind; curriculum?: Curriculum };
  const { stepsPerIteration, stepsPerSecond, ...defaults } = curriculumDefaults(curriculum);
  return {
    ...runSettings.parse({}),
    ...FORMER_MATCHING,
    preset: 'laptop',
    ...given,
    constants: { ...defaultsOf(learner), ...given.constants },
    simulation: mergeSettings(simulationSettings, FORMER_WORLD, given.simulation ?? {}) as RunConfig['simulation'],
    curriculumSettings: { ...defaults, ...given.curriculumSettings },
  };
}
