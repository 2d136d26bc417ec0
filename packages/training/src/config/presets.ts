import type * as z from 'zod';
import type { runSettings } from './run-settings.js';

type Preset = z.input<typeof runSettings>;

/** Defaults that differ for a student. */
export const STUDENT_DEFAULTS: Preset = {
  size: 'laptop-student',
  run: 'runs/student',
  // The students of docs/results were trained with 128 environments. Fewer have only been measured for agents without a
  // teacher.
  environments: 128,
};

/** Named changes to the defaults. */
export const PRESETS: Record<string, Preset> = {
  laptop: {},
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
