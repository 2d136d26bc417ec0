import * as z from 'zod';
import { FAMILIES, type Family } from '../games/families.js';
import { episodeSettings } from '../tasks/episode-settings.js';

const amounts = z.array(z.number().min(0)).min(1).readonly();
const fraction = z.number().min(0).max(1);

const FAMILY_ORDER: Family[] = ['hold', 'trivial', 'bring', 'make-by-hold', 'small', 'make-by-near', 'medium', 'full'];

/**
 * When families of tasks open, and what share of the episodes each gets. The defaults are those of the laptop preset;
 * each was changed in training runs from scratch and kept where it paid (docs/results).
 */
export const stagedSettings = episodeSettings.extend({
  families: z.array(z.enum(FAMILIES)).min(1).readonly().default(FAMILY_ORDER).meta({
    description: 'Task families of the staged curriculum, easiest first.',
    paper: 'AdA: none, all tasks at once',
  }),
  shares: z
    .partialRecord(z.enum(FAMILIES), z.number().min(0))
    .refine((shares) => Object.values(shares).some((share) => share > 0), {
      error: 'must give at least one family a share above 0',
    })
    .optional()
    .meta({
      description:
        'Relative share of the episodes of each family, from the start: nothing is opened step by step, and a family ' +
        'that is not named has none. Absent: families open one after the other.',
      expects: 'families, each with a share of at least 0',
      paper: 'AdA: all tasks at once',
    }),
  thresholds: amounts.default([0.2, 0.2, 0.3, 0.15, 0.3, 0.3, 0.4]).meta({
    description:
      'The i-th: running last-trial score of family i (fraction of the trial) at which the next one opens; the ' +
      'last counts for all after it. The first is low: an agent that has become sure of `hold` does not try ' +
      'other objects any more.',
  }),
  earlierFraction: fraction.default(0.6).meta({
    description:
      'Fraction of the episodes that goes to the families before the newest one, once that has its full share; ' +
      'among them in proportion to their place, since what is easy needs little practice.',
  }),
  ramps: amounts.default([0, 0, 2000, 500]).meta({
    description:
      'The i-th: episodes over which family i + 1, once opened, comes to its full share; the last counts for ' +
      'all after it. A family opened at once floods the updates with failures, and the policy forgets the ' +
      'earlier ones.',
    unit: 'episodes',
  }),
  rampStart: fraction.default(0.1).meta({
    description: 'Fraction of its full share that a family has when it is opened.',
  }),
  horizon: z.number().min(1).default(512).meta({
    description: "Episodes over which a family's score runs.",
    unit: 'episodes',
  }),
  minimumEpisodes: z.number().min(1).default(512).meta({
    description: 'Episodes of the newest family before its score counts.',
    unit: 'episodes',
  }),
  patience: z.number().min(1).default(12_000).meta({
    description: 'Episodes of all families after which the next one opens even if the newest is not learned.',
    unit: 'episodes',
  }),
});
export type StagedCurriculumSettings = z.infer<typeof stagedSettings>;

export const STAGED_DEFAULTS: StagedCurriculumSettings = stagedSettings.parse({});
