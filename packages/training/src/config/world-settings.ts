import {
  type Curriculum,
  type CurriculumSettings,
  curriculumDefaults,
  curriculumFault,
  curriculumSettings,
} from '@open-ada/curriculum';
import { InputError } from '@open-ada/node-kit';
import { mergeSettings } from '@open-ada/production-rules';
import {
  COMPACT,
  type SimulationSettings,
  settingsFault,
  simulationSettings,
  stepsPerSecond,
  withCurrentKeys,
} from '@open-ada/xland-sim';
import type { RunConfig, RunCurriculum } from './run-config.js';

/**
 * The world of a run: the laptop preset's with changes.
 * @throws InputError of one sentence for changes that make no world
 */
export function simulationOfRun(changes: object): SimulationSettings {
  const merged = mergeSettings(simulationSettings, COMPACT, withCurrentKeys(changes) as object);
  const fault = settingsFault(merged);
  if (fault !== undefined) throw new InputError(`--simulation: ${fault}.`);
  return merged as SimulationSettings;
}

/** Settings of a curriculum that a run's iterations and its world decide. */
const DECIDED = { stepsPerIteration: '--steps-per-iteration', stepsPerSecond: '--simulation' } as const;

/**
 * A curriculum's defaults with changes; see `requireCurriculum` for the check.
 * @throws InputError of one sentence for a setting that has an option of its own
 */
export function curriculumOfRun(curriculum: Curriculum, changes: object): RunCurriculum {
  for (const [key, option] of Object.entries(DECIDED)) {
    if (key in changes) throw new InputError(`--curriculum-settings: /${key} is what ${option} makes it.`);
  }
  const { stepsPerIteration, stepsPerSecond, ...defaults } = curriculumDefaults(curriculum);
  return mergeSettings(curriculumSettings(curriculum), defaults, changes) as unknown as RunCurriculum;
}

/** The curriculum's settings of a run. */
export function curriculumOf(config: RunConfig): CurriculumSettings {
  const { curriculumSettings: settings, stepsPerIteration, simulation } = config;
  return { ...settings, stepsPerIteration, stepsPerSecond: stepsPerSecond(simulation) };
}

/** @throws InputError of one sentence for settings that make no curriculum */
export function requireCurriculum(config: RunConfig): void {
  const fault = curriculumFault(config.curriculum, curriculumOf(config));
  if (fault !== undefined) throw new InputError(`--curriculum-settings: ${fault}.`);
}
