import {
  type CurriculumSettings,
  curriculumDefaults,
  type Family,
  makeTaskSource,
  parseFamily,
  type TaskSource,
} from '@open-ada/curriculum';
import { InputError } from '@open-ada/node-kit';
import { stepsPerSecond } from '@open-ada/xland-sim';
import { freshEpisodes, type RunConfig, simulationOf } from '../config/config.js';

/** The curriculum's settings of a run. @throws InputError for a setting that it does not have */
export function curriculumOf(config: RunConfig): CurriculumSettings {
  const defaults = curriculumDefaults(config.curriculum);
  for (const key of Object.keys(config.curriculumSettings)) {
    if (!(key in defaults))
      throw new InputError(
        `--curriculum-settings: there is no setting "${key}" of the curriculum ${config.curriculum}.`,
      );
  }
  return {
    ...defaults,
    ...(config.curriculumSettings as Partial<CurriculumSettings>),
    stepsPerIteration: config.stepsPerIteration,
    stepsPerSecond: stepsPerSecond(simulationOf(config)),
  };
}

/** The source of a run's episodes. @throws InputError for invalid curriculum settings */
export function taskSourceOf(config: RunConfig): TaskSource {
  const settings = curriculumOf(config);
  const families: readonly Family[] = config.family === 'staged' ? settings.families : [parseFamily(config.family)];
  const { environments } = config;
  // With replay an update takes fewer new episodes than its batch holds.
  const episodesPerUpdate = freshEpisodes(config);
  try {
    return makeTaskSource(config.curriculum, { ...settings, families }, { environments, episodesPerUpdate });
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
