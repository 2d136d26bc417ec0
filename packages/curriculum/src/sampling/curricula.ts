import { FilterSource, NOOP_FILTER_DEFAULTS, type NoopFilterSettings } from './filter-source.js';
import {
  LEARNABILITY_DEFAULTS,
  LEARNABILITY_MEASURES,
  LearnabilityArchive,
  type LearnabilitySettings,
} from './learnability-archive.js';
import { PLR_DEFAULTS, PlrArchive, type PlrSettings, plrProposalFraction } from './plr-archive.js';
import { ReplaySource } from './replay-source.js';
import { STAGED_DEFAULTS, type StagedCurriculumSettings } from './staged-curriculum-settings.js';
import type { TaskSource } from './task-source.js';
import { UniformSource } from './uniform-source.js';

/** How the tasks of the open families are chosen. */
export const CURRICULA = ['uniform', 'no-op-filter', 'plr', 'learnability'] as const;
export type Curriculum = (typeof CURRICULA)[number];

const STRATEGY_DEFAULTS = {
  uniform: {},
  'no-op-filter': NOOP_FILTER_DEFAULTS,
  plr: PLR_DEFAULTS,
  learnability: LEARNABILITY_DEFAULTS,
} as const satisfies Record<Curriculum, object>;

/** Settings of the staged curriculum and of one strategy. */
export type CurriculumSettings = StagedCurriculumSettings &
  Partial<NoopFilterSettings & PlrSettings & LearnabilitySettings>;

/** All settings of a curriculum with their defaults. */
export function curriculumDefaults(curriculum: Curriculum): CurriculumSettings {
  return { ...STAGED_DEFAULTS, ...STRATEGY_DEFAULTS[curriculum] };
}

/**
 * Makes the source of the training episodes.
 * @param settings must have all keys of `curriculumDefaults`
 * @param iteration size of a training iteration
 * @throws Error with one sentence if the settings are invalid
 */
export function makeTaskSource(
  curriculum: Curriculum,
  settings: CurriculumSettings,
  iteration: { environments: number; episodesPerUpdate: number },
): TaskSource {
  if (curriculum === 'uniform') return new UniformSource(settings);
  checkSettings(settings, Object.keys(STRATEGY_DEFAULTS[curriculum]));
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

interface Range {
  least: number;
  most?: number;
  whole?: boolean;
}

const COUNT: Range = { least: 1, whole: true };
const SHARE: Range = { least: 0, most: 1 };
/**
 * Range of a fraction that must be neither 0 nor 1. At 0 or 1 there would be nothing to train on, or never a new
 * task.
 */
const PART: Range = { least: 0.01, most: 0.99 };
const EPISODES: Range = { least: 0, whole: true };

const RANGES: Record<
  keyof NoopFilterSettings | Exclude<keyof PlrSettings | keyof LearnabilitySettings, 'measure'>,
  Range
> = {
  archive: COUNT,
  minimum: COUNT,
  replay: PART,
  proposalFraction: PART,
  trialsPerTask: { least: 1 },
  staleness: SHARE,
  temperature: { least: 0.01 },
  errorHorizon: COUNT,
  plays: { least: 2, whole: true },
  outcomes: { least: 2, whole: true },
  successScore: SHARE,
  episodesPerTask: COUNT,
  proposals: COUNT,
  epsilon0: { least: 0 },
  epsilon1: { least: 0 },
  epsilon2: { least: 0 },
  epsilon3: EPISODES,
  epsilon4: EPISODES,
  epsilon5: EPISODES,
  epsilon6: { least: 0 },
};

function checkSettings(settings: CurriculumSettings, keys: readonly string[]): void {
  for (const key of keys) {
    const value: unknown = settings[key as keyof CurriculumSettings];
    if (key === 'measure') {
      if ((LEARNABILITY_MEASURES as readonly unknown[]).includes(value)) continue;
      throw new Error(
        `The setting "measure" must be one of ${LEARNABILITY_MEASURES.join(', ')}, not ${JSON.stringify(value)}.`,
      );
    }
    const { least, most = Number.POSITIVE_INFINITY, whole = false } = RANGES[key as keyof typeof RANGES];
    const fits =
      typeof value === 'number' && value >= least && value <= most && (!whole || Number.isSafeInteger(value));
    if (fits) continue;
    const kind = whole ? 'a whole number' : 'a number';
    const range = most < Number.POSITIVE_INFINITY ? `from ${least} to ${most}` : `of at least ${least}`;
    throw new Error(`The setting "${key}" must be ${kind} ${range}, not ${JSON.stringify(value)}.`);
  }
  const { archive, minimum } = settings;
  if (archive !== undefined && minimum !== undefined && minimum > archive) {
    throw new Error(`The setting "minimum" must be at most "archive", ${archive}, not ${minimum}.`);
  }
}
