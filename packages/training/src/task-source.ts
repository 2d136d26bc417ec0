import {
  type EpisodeSettings,
  fixedSource,
  LADDER_DEFAULTS,
  type LadderSettings,
  ladderSource,
  parseFamily,
  type TaskSource,
} from '@open-ada/curriculum';
import { InputError } from '@open-ada/evaluation';
import { type RunConfig, simulationOf } from './config.js';

/** Physics frames per second of the world. */
const PHYSICS_RATE = 30;

/** The curriculum's settings of a run. @throws InputError for a setting that it does not have */
export function curriculumOf(config: RunConfig): LadderSettings {
  for (const key of Object.keys(config.curriculum)) {
    if (!(key in LADDER_DEFAULTS))
      throw new InputError(`--curriculum: there is no setting "${key}" of the curriculum.`);
  }
  return {
    ...LADDER_DEFAULTS,
    ...(config.curriculum as Partial<LadderSettings>),
    decisionsPerRound: config.decisionsPerRound,
    decisionsPerSecond: PHYSICS_RATE / simulationOf(config).framesPerDecision,
  };
}

/** Where a run's episodes come from. @throws InputError for settings that make no curriculum */
export function taskSourceOf(config: RunConfig): TaskSource {
  const settings = curriculumOf(config);
  try {
    if (config.family === 'ladder') return ladderSource(settings);
    return fixedSource(parseFamily(config.family), settings as EpisodeSettings);
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
