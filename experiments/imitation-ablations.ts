import type { Given } from '@open-ada/training';
import type { Experiment } from './runner/experiment.js';
import { withSeeds } from './runner/row.js';
import { NO_INTENTS, REWARDS_ALONE } from './runner/without-script.js';

/** Changes to the preset `imitation`, one for each row. */
const ROWS: Record<string, { title: string; change: Given }> = {
  default: { title: 'the preset', change: {} },
  rewards: {
    title: 'rewards alone, with the same observations and matching',
    change: REWARDS_ALONE,
  },
  oracle: { title: "the oracle's labels", change: { labels: 'oracle' } },
  'no-demonstrations': { title: 'no first trials played by the script', change: { demonstrations: 0 } },
  'no-intents': { title: 'actions alone, no intents', change: NO_INTENTS },
  'no-kept-intents': { title: 'the last intent is not read', change: { keepIntents: false } },
  'mixed-intents': { title: 'marks follow all intents, not the likeliest', change: { intentTemperature: 1 } },
  'temperature-1': { title: 'plain cross-entropy', change: { imitationTemperature: 1 } },
  'no-partners': {
    title: 'matching as in version 0.1: no partners, negations, hidden types',
    change: { matchPartners: false, matchNegated: false, matchHidden: false, matchDepth: 3 },
  },
  'no-places': { title: 'no places in the room', change: { simulation: { places: false } } },
  'no-recall': {
    title: 'told of what is in view only: no recall, no unexplored ground, no ways',
    change: { simulation: { recall: false, unexplored: { directions: 0, distances: [] }, ways: false } },
  },
  'not-across-trials': {
    title: 'places are forgotten with the trial',
    change: { simulation: { acrossTrials: false } },
  },
  'long-episodes': { title: 'episodes of 480 steps from the start', change: { shortestIteration: 0 } },
  'large-updates': { title: 'updates of 8 episodes', change: { episodesPerUpdate: 8 } },
  'no-replay': { title: 'no replay', change: { replayFraction: 0 } },
};

/** What each part of the preset `imitation` brings in the first minutes: one thing is changed, all else stays. */
export const imitationAblations: Experiment = {
  name: 'imitation-ablations',
  description:
    'Trains variations of the default of train:teacher from fresh parameters, one change each, and plays them on held-out tasks. With the same --runs, another --family and another --out plays the same agents on that family.',
  seeds: [1],
  defaults: { steps: [1e6], minutes: [], family: 'small', count: 200, trials: [1, 5] },
  versus: [],
  common: () => ({ preset: 'imitation' }),
  rows: ({ seeds }) =>
    Object.entries(ROWS).flatMap(([name, { title, change }]) => withSeeds({ name, title, settings: change }, seeds)),
};
