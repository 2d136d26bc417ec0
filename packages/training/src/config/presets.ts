import type * as z from 'zod';
import type { runSettings } from './run-settings.js';

type Preset = z.input<typeof runSettings>;

/** What a student's defaults are instead. */
export const STUDENT_DEFAULTS: Preset = {
  size: 'laptop-student',
  run: 'runs/student',
  // As the students of docs/results were trained; fewer have been measured for agents without a teacher only.
  environments: 128,
};

/** Changes to the defaults under one name. */
export const PRESETS: Record<string, Preset> = {
  laptop: {},
  /** A run of seconds, for tests. */
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
