import { MAP_TILES } from '@open-ada/production-rules';
import * as z from 'zod';
import { FAMILIES } from '../games/families.js';
import { seedPoolSettings } from './seed-pool.js';

const HALF_FLAT = [0, 0, 0.5, 1];

/** Each task's world is drawn evenly from both lists. */
const worldRange = z.strictObject({
  tiles: z.array(z.int().min(MAP_TILES.min).max(MAP_TILES.max)).min(1).readonly(),
  complexity: z.array(z.number().min(0).max(1)).min(1).readonly(),
});

const probability = z.number().min(0).max(1);

/** How the episodes of an iteration are drawn; the defaults are those of the laptop preset. */
export const episodeSettings = z.strictObject({
  stepsPerIteration: z.int().min(1).default(160).meta({
    description: 'Steps of one environment in one iteration: trials times steps of a trial never exceed it.',
    unit: 'steps',
  }),
  stepsPerSecond: z.number().gt(0).default(5).meta({
    description: 'Environment steps of a second.',
    unit: 'steps/s',
    paper: 'AdA: 7.5',
  }),
  trialLength: z
    .enum(['iteration', 'task'])
    .default('iteration')
    .meta({
      description:
        'Length of a trial. iteration: the drawn number of trials fills the iteration. task: the length that the ' +
        'task states, as in evaluations; as many trials are played as fit.',
      paper: 'AdA: task',
    }),
  trialWeights: z
    .record(z.string().regex(/^[1-9]\d*$/), z.number().min(0))
    .refine((weights) => Object.values(weights).some((weight) => weight > 0), {
      error: 'must give at least one number of trials a weight above 0',
    })
    .default({ 2: 0.1, 3: 0.15, 4: 0.6, 5: 0.15 })
    .meta({
      description:
        'Relative weight of each number of trials of an episode: `{"4": 1}` is four trials, always. Only where trials ' +
        'are as long as fit.',
      expects: 'numbers of trials (whole, from 1), each with a weight of at least 0',
      unit: 'trials',
      paper: 'AdA: 1 to 6',
    }),
  hideTrialIndex: probability.default(0.1).meta({
    description: 'Probability that an episode does not tell the agent the index and the number of its trials.',
    paper: 'AdA: 0',
  }),
  resetMemoryFraction: probability.default(0.06).meta({
    description: "Probability, at each boundary of two trials, that the agent's memory is cleared there.",
    paper: 'AdA: 0',
  }),
  worlds: z
    .partialRecord(z.enum(FAMILIES), worldRange)
    // Small rooms beside larger ones: there chance alone leads to a reward now and then, and what is learned there
    // serves everywhere.
    .default({
      'make-by-near': { tiles: [2, 2, 3, 4], complexity: [0] },
      trivial: { tiles: [2, 2, 3, 4], complexity: HALF_FLAT },
      small: { tiles: [2, 2, 3, 4], complexity: HALF_FLAT },
      medium: { tiles: [2, 3, 4, 5], complexity: HALF_FLAT },
      full: { tiles: [3, 4, 6], complexity: HALF_FLAT },
    })
    .meta({
      description:
        "Worlds of each family's tasks, by family: `tiles` along each side of the room and `complexity`, from " +
        'flat (0) to layered (1), each drawn evenly from its list. A family that is not named has its own, ' +
        'flat.',
      expects: 'families, each with { tiles, complexity }',
    }),
  pool: seedPoolSettings.optional(),
});
export type EpisodeSettings = z.infer<typeof episodeSettings>;

export const EPISODE_DEFAULTS: EpisodeSettings = episodeSettings.parse({});

/** Steps of a trial of this many seconds. */
export function stepsOfTrial(trialSeconds: number, { stepsPerSecond }: EpisodeSettings): number {
  return Math.max(1, Math.round(trialSeconds * stepsPerSecond));
}

/** Steps of one trial where `trials` trials fill an iteration. */
export function fillingTrialSteps(trials: number, settings: EpisodeSettings): number {
  return Math.floor(settings.stepsPerIteration / trials);
}
