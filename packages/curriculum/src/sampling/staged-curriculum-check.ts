import { MAP_TILES } from '@open-ada/production-rules';
import { parseFamily } from '../games/families.js';
import { checkSeedPool } from '../tasks/seed-pool.js';
import type { StagedCurriculumSettings } from './staged-curriculum-settings.js';

const SHARES = ['earlierFraction', 'hideTrialIndex', 'resetMemoryFraction'] as const;
const COUNTS = ['horizon', 'minimumEpisodes', 'patience'] as const;
const LISTS = ['thresholds', 'ramps'] as const;

/**
 * Checks settings, which users write as JSON.
 * @throws Error with one sentence if the settings are invalid
 */
export function checkStagedCurriculum(settings: StagedCurriculumSettings): void {
  const { families, trialWeights, worlds, stepsPerIteration, pool } = settings;
  if (!Array.isArray(families) || families.length === 0) throw new Error('A staged needs at least one family.');
  for (const family of families) parseFamily(String(family));
  for (const name of LISTS) {
    if (!isList(settings[name], (value) => value >= 0))
      throw wrong(name, 'a list of numbers that are not negative', settings);
  }
  for (const name of COUNTS) if (!(settings[name] >= 1)) throw wrong(name, 'a number of at least 1', settings);
  for (const name of SHARES) {
    if (!(settings[name] >= 0 && settings[name] <= 1)) throw wrong(name, 'a number from 0 to 1', settings);
  }
  const weights = Object.entries(trialWeights ?? {});
  const isNumberOfTrials = (trials: number) => Number.isInteger(trials) && trials >= 1 && trials <= stepsPerIteration;
  if (
    !weights.every(([trials, weight]) => isNumberOfTrials(Number(trials)) && weight >= 0) ||
    !weights.some(([, weight]) => weight > 0)
  ) {
    throw wrong('trialWeights', `numbers of trials, 1 to ${stepsPerIteration}, each with a weight`, settings);
  }
  for (const [family, range] of Object.entries(worlds ?? {})) {
    parseFamily(family);
    const { tiles, complexity } = range;
    if (
      !isList(tiles, (value) => Number.isInteger(value) && value >= MAP_TILES.min && value <= MAP_TILES.max) ||
      !isList(complexity, (value) => value >= 0 && value <= 1)
    ) {
      throw new Error(
        `The worlds of ${family} need a list "tiles" of whole numbers from ${MAP_TILES.min} to ${MAP_TILES.max} and a list "complexity" of numbers from 0 to 1, not ${JSON.stringify(range)}.`,
      );
    }
  }
  if (pool) checkSeedPool(pool);
}

const isList = (value: unknown, fits: (member: number) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((member) => typeof member === 'number' && fits(member));

const wrong = (name: keyof StagedCurriculumSettings, what: string, settings: StagedCurriculumSettings): Error =>
  new Error(`The staged's ${name} must be ${what}, not ${JSON.stringify(settings[name])}.`);
