import { type Family, makeTaskSource, parseFamily, type TaskSource } from '@open-ada/curriculum';
import { InputError } from '@open-ada/node-kit';
import { freshEpisodes, type RunConfig } from '../config/config.js';
import { curriculumOf } from '../config/world-settings.js';

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
