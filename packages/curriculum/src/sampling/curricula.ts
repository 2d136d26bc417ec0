import { firstFault } from '@open-ada/production-rules';
import type * as z from 'zod';
import { FilterSource, type NoopFilterSettings, noopFilterSettings } from './filter-source.js';
import { LearnabilityArchive, type LearnabilitySettings, learnabilitySettings } from './learnability-archive.js';
import { PlrArchive, type PlrSettings, plrProposalFraction, plrSettings } from './plr-archive.js';
import { ReplaySource } from './replay-source.js';
import { type StagedCurriculumSettings, stagedSettings } from './staged-curriculum-settings.js';
import type { TaskSource } from './task-source.js';
import { UniformSource } from './uniform-source.js';

/** How the tasks of the open families are chosen. */
export const CURRICULA = ['uniform', 'no-op-filter', 'plr', 'learnability'] as const;
export type Curriculum = (typeof CURRICULA)[number];

/** Settings of the staged curriculum, and those that the strategy has. */
export type CurriculumSettings = StagedCurriculumSettings &
  Partial<NoopFilterSettings & PlrSettings & LearnabilitySettings>;

/** What each strategy has beside the settings of the staged curriculum. */
export const STRATEGY_SETTINGS = {
  'no-op-filter': noopFilterSettings,
  plr: plrSettings,
  learnability: learnabilitySettings,
} as const;

const ALL_SETTINGS: Record<Curriculum, z.ZodType<CurriculumSettings>> = {
  uniform: stagedSettings,
  'no-op-filter': stagedSettings.extend(noopFilterSettings.shape),
  plr: stagedSettings.extend(plrSettings.shape),
  learnability: stagedSettings.extend(learnabilitySettings.shape),
};

/** Every setting of a curriculum, with its range, its default and what it does. */
export function curriculumSettings(curriculum: Curriculum): z.ZodType<CurriculumSettings> {
  return ALL_SETTINGS[curriculum];
}

/** Every setting of a curriculum with its default. */
export function curriculumDefaults(curriculum: Curriculum): CurriculumSettings {
  return ALL_SETTINGS[curriculum].parse({});
}

/** What is wrong with settings of a curriculum: a JSON path and half a sentence, or undefined. */
export function curriculumFault(curriculum: Curriculum, settings: CurriculumSettings): string | undefined {
  const fault = firstFault(ALL_SETTINGS[curriculum], settings);
  if (fault !== undefined) return fault;
  const { trialWeights, stepsPerIteration, archive, minimum } = settings;
  const many = Object.keys(trialWeights).find((trials) => Number(trials) > stepsPerIteration);
  if (many !== undefined) {
    return `/trialWeights must be numbers of trials from 1 to the ${stepsPerIteration} steps of an iteration, not ${many}`;
  }
  if (archive !== undefined && minimum !== undefined && minimum > archive) {
    return `/minimum must be at most /archive, ${archive}, not ${minimum}`;
  }
  return undefined;
}

/**
 * Where training gets its episodes from.
 * @param given settings; what is absent has its default
 * @param iteration what an iteration of the training has
 * @throws Error with one sentence for settings that make no curriculum
 */
export function makeTaskSource(
  curriculum: Curriculum,
  given: CurriculumSettings,
  iteration: { environments: number; episodesPerUpdate: number },
): TaskSource {
  const fault = curriculumFault(curriculum, given);
  if (fault !== undefined) throw new Error(`Settings of the curriculum ${curriculum}: ${fault}.`);
  const settings = ALL_SETTINGS[curriculum].parse(given);
  if (curriculum === 'uniform') return new UniformSource(settings);
  if (curriculum === 'no-op-filter') return new FilterSource(settings as StagedCurriculumSettings & NoopFilterSettings);
  const { environments, episodesPerUpdate } = iteration;
  if (environments < 2 * episodesPerUpdate) {
    throw new Error(
      `The curriculum ${curriculum} needs twice as many environments as an update has episodes: ${2 * episodesPerUpdate}, not ${environments}.`,
    );
  }
  if (curriculum === 'plr') {
    const all = settings as StagedCurriculumSettings & PlrSettings;
    const shape = { proposalFraction: plrProposalFraction(all), episodesPerUpdate };
    return new ReplaySource(curriculum, all, shape, (family) => new PlrArchive(family, all));
  }
  const all = settings as StagedCurriculumSettings & LearnabilitySettings;
  const shape = { proposalFraction: all.proposalFraction, episodesPerUpdate };
  return new ReplaySource(curriculum, all, shape, (family) => new LearnabilityArchive(family, all));
}
