import { type Family, HalvesSource, makeTaskSource, parseFamily, type TaskSource } from '@open-ada/curriculum';
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
    const source = (of: readonly Family[], count: number): TaskSource =>
      makeTaskSource(config.curriculum, { ...settings, families: of }, { environments: count, episodesPerUpdate });
    if (config.players === 1 || config.family === 'pairs') return source(families, environments);
    return new HalvesSource(source(families, environments / 2), source(['pairs'], environments / 2));
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
