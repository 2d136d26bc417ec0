import {
  type Family,
  HalvesSource,
  makeTaskSource,
  parseFamily,
  requireFit,
  TaskListSource,
  type TaskSource,
} from '@open-ada/curriculum';
import { InputError } from '@open-ada/node-kit';
import type { Task } from '@open-ada/production-rules';
import { freshEpisodes, type RunConfig } from '../config/config.js';
import { curriculumOf } from '../config/world-settings.js';

/**
 * The source of a run's episodes.
 * @param ownTasks those of `--train-on`; absent: tasks are generated
 * @param stepsPerIteration that of the run's phase
 * @throws InputError for invalid curriculum settings
 */
export function taskSourceOf(
  config: RunConfig,
  ownTasks?: readonly Task[],
  stepsPerIteration = config.stepsPerIteration,
): TaskSource {
  const settings = { ...curriculumOf(config), stepsPerIteration };
  const families: readonly Family[] = config.family === 'staged' ? settings.families : [parseFamily(config.family)];
  const { environments } = config;
  // With replay an update takes fewer new episodes than its batch holds.
  const episodesPerUpdate = freshEpisodes(config);
  try {
    if (ownTasks) {
      requireFit(ownTasks, curriculumOf(config));
      return new TaskListSource(ownTasks, settings);
    }
    const source = (of: readonly Family[], count: number): TaskSource =>
      makeTaskSource(config.curriculum, { ...settings, families: of }, { environments: count, episodesPerUpdate });
    if (config.players === 1 || config.family === 'pairs') return source(families, environments);
    return new HalvesSource(source(families, environments / 2), source(['pairs'], environments / 2));
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
