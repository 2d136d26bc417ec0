import {
  type Curriculum,
  type CurriculumSettings,
  curriculumDefaults,
  curriculumFault,
  curriculumSettings,
  type Family,
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

/** Worlds of the tasks for two, if none are given. */
const PAIR_WORLDS = { tiles: [3, 4, 5], complexity: [0, 0, 0.5, 1] };

/**
 * The world of a run: that of the laptop preset with changes.
 * @param players that act
 * @throws InputError in one sentence if the changes give no valid world
 */
export function simulationOfRun(changes: object, players = 1): SimulationSettings {
  const merged = mergeSettings(simulationSettings, COMPACT, withCurrentKeys(changes) as object);
  const fault = settingsFault(merged);
  if (fault !== undefined) throw new InputError(`--simulation: ${fault}.`);
  if ('players' in changes) {
    throw new InputError('--simulation: leave "players" out; train:teacher --players 2 trains agents for two.');
  }
  const simulation = merged as SimulationSettings;
  return players === 2 ? { ...simulation, players } : simulation;
}

/** Curriculum settings that the run's iterations and its world determine. */
const DECIDED = { stepsPerIteration: '--steps-per-iteration', stepsPerSecond: '--simulation' } as const;

/**
 * The defaults of a curriculum with changes. `requireCurriculum` checks the result.
 * @param players with 2, tasks for two have worlds of several sizes
 * @throws InputError in one sentence for a setting that has its own option
 */
export function curriculumOfRun(curriculum: Curriculum, changes: object, players: number): RunCurriculum {
  for (const [key, option] of Object.entries(DECIDED)) {
    if (key in changes) throw new InputError(`--curriculum-settings: /${key} is what ${option} makes it.`);
  }
  const { stepsPerIteration, stepsPerSecond, ...defaults } = curriculumDefaults(curriculum);
  const given = mergeSettings(curriculumSettings(curriculum), defaults, changes) as unknown as RunCurriculum;
  const merged = { ...given, families: withShares(given) };
  return players === 2 ? { ...merged, worlds: { pairs: PAIR_WORLDS, ...merged.worlds } } : merged;
}

/** The families, with those that have a share beside them. */
function withShares({ families, shares = {} }: RunCurriculum): RunCurriculum['families'] {
  // What is no family, or no list of them, is said by the check of the settings.
  if (!Array.isArray(families)) return families;
  const shared = Object.entries(shares).filter(([family, share]) => share > 0 && !families.includes(family));
  return [...families, ...shared.map(([family]) => family as Family)];
}

/** Curriculum settings of a run. */
export function curriculumOf(config: RunConfig): CurriculumSettings {
  const { curriculumSettings: settings, stepsPerIteration, simulation } = config;
  return { ...settings, stepsPerIteration, stepsPerSecond: stepsPerSecond(simulation) };
}

/** @throws InputError in one sentence if the settings give no valid curriculum */
export function requireCurriculum(config: RunConfig): void {
  const { shortestIteration, stepsPerIteration } = config;
  const shortest = { ...curriculumOf(config), stepsPerIteration: shortestIteration || stepsPerIteration };
  const fault = curriculumFault(config.curriculum, shortest);
  if (fault !== undefined) throw new InputError(`--curriculum-settings: ${fault}.`);
}
