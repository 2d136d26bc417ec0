import type { MuesliConfig } from '@open-ada/muesli';
import type * as z from 'zod';
import { FROM_TEACHER, type runSettings } from './run-settings.js';

type Preset = z.input<typeof runSettings>;
/** A preset may change constants of the learner, too. */
type Changes = Preset & Partial<MuesliConfig>;

/** Defaults that differ for a student. */
export const STUDENT_DEFAULTS: Preset = {
  size: 'laptop-student',
  run: 'runs/student',
};

const ALL_COMPLEXITIES = [0, 0.25, 0.5, 0.75, 1];

/**
 * A script teaches, all families are played from the start in trials as long as the task's, and everything that the
 * agent can be told or can match is on. Each part was compared alone: docs/results/imitation.md.
 */
const imitation: Changes = {
  labels: 'explorer',
  taskInferenceWeight: 4,
  maxGradNorm: 10,
  entropyWeight: 0.01,
  discount: 0.99,
  imitationWeight: 4,
  imitationFloor: 1,
  imitationSteps: 60e6,
  demonstrations: 0.4,
  demonstrationSteps: 30e6,
  intentWeight: 2,
  intentTemperature: 0.125,
  keepIntents: true,
  sqrtDecayUpdates: 2000,
  // Half as large as without a script: twice as many updates pay in the first minutes.
  episodesPerUpdate: 4,
  // Labels do not age, so earlier episodes are worth learning again.
  replayFraction: 0.5,
  replayEpisodes: 1024,
  stepsPerIteration: 480,
  memoryLength: 320,
  // An evaluation plays nine families in episodes of 480 steps. With 64 episodes it took a minute, and so a fifth of the
  // first ten, in which nothing is learned.
  evalMinutes: 15,
  firstEvalMinutes: 3,
  evalEpisodes: 40,
  valueLimit: 100,
  matchDepth: 5,
  matchNegated: true,
  matchHidden: true,
  matchPartners: true,
  simulation: {
    hideTrials: true,
    aim: true,
    places: true,
    ground: { directions: 0, distances: [] },
    surroundings: { directions: 16, distances: [0.75, 1.5, 2.5, 4, 6] },
    recall: true,
    ways: true,
    acrossTrials: true,
    unexplored: { directions: 16, distances: [2, 4, 7, 11] },
  },
  curriculumSettings: {
    trialLength: 'task',
    resetMemoryFraction: 0.1,
    shares: {
      ...{ hold: 0.3, 'make-by-hold': 2.5, 'make-by-near': 1.5, trivial: 1, small: 2, medium: 2, full: 4 },
      ...{ keep: 0.5, copies: 0.7, long: 0.5, plateau: 0.5 },
    },
    worlds: {
      'make-by-near': { tiles: [3, 4], complexity: [0] },
      trivial: { tiles: [3, 4], complexity: ALL_COMPLEXITIES },
      small: { tiles: [3, 4, 5], complexity: ALL_COMPLEXITIES },
      medium: { tiles: [4, 5, 6], complexity: ALL_COMPLEXITIES },
      full: { tiles: [4, 5, 6, 8, 10], complexity: ALL_COMPLEXITIES },
      keep: { tiles: [3, 4, 5], complexity: ALL_COMPLEXITIES },
      copies: { tiles: [4, 5, 6], complexity: ALL_COMPLEXITIES },
      long: { tiles: [3, 4, 5], complexity: ALL_COMPLEXITIES },
      plateau: { tiles: [3, 4, 5], complexity: ALL_COMPLEXITIES },
    },
  },
};

/**
 * A student that starts as its teacher, in a larger network, and is taught by the script, too: smaller steps, and less
 * help than a beginner needs.
 */
const student: Changes = {
  ...imitation,
  sqrtDecayUpdates: 0,
  size: 'laptop-student',
  initial: FROM_TEACHER,
  episodesPerUpdate: 8,
  learningRate: 4e-4,
  imitationWeight: 3,
  imitationFloor: 1.5,
  imitationSteps: 40e6,
  intentWeight: 1.5,
  demonstrations: 0.1,
};

/** Named changes to the defaults. */
export const PRESETS: Record<string, Changes> = {
  laptop: {},
  imitation,
  student,
  /** A run of a few seconds, for tests. */
  debug: {
    size: 'tiny',
    environments: 8,
    actors: 1,
    episodesPerUpdate: 4,
    stepsPerIteration: 40,
    steps: 2000,
    minutes: 0,
    logSeconds: 0,
    evalMinutes: 0,
    evalEpisodes: 16,
    curriculumSettings: { trialWeights: { 2: 0.5, 3: 0.5 } },
  },
};
