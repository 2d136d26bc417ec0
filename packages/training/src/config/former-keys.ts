import { withCurrentKeys } from '@open-ada/xland-sim';

/** Options and `config.json` keys of version 0.1, with their current names. */
export const FORMER_OPTIONS: Record<string, string> = {
  frames: 'steps',
  decisionsPerRound: 'stepsPerIteration',
  probeMinutes: 'evalMinutes',
  probeEpisodes: 'evalEpisodes',
  distillFrames: 'distillSteps',
  beliefWeight: 'taskInferenceWeight',
  traceModelShare: 'retraceQMix',
  targetActs: 'actWithTarget',
  unrollShare: 'unrollFraction',
  initialNormaliser: 'zInit',
  momentDecay: 'advantageVarDecay',
  warmUp: 'warmupSteps',
  gradientClip: 'maxGradNorm',
};

/** Settings that runs had for a time. A run in which they are 0 is like those of today. */
export const RETIRED_OPTIONS: readonly string[] = ['latches', 'testedWeight'];

/** Keys of curriculum settings in version 0.1, with their current names. */
const FORMER_CURRICULUM: Record<string, string> = {
  earlierShare: 'earlierFraction',
  proposalShare: 'proposalFraction',
  decisionsPerRound: 'stepsPerIteration',
  decisionsPerSecond: 'stepsPerSecond',
  clearMemory: 'resetMemoryFraction',
};

/** Keys of version 0.1 in a checkpoint's counters and in the training notes of an agent file. */
const FORMER_COUNTERS: Record<string, string> = { frames: 'steps', playedFrames: 'playedSteps', round: 'iteration' };

function renamed<Values extends object>(values: Values, names: Record<string, string>): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [names[key] ?? key, value])) as Values;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Renames options of a run, or the configuration that a run was started with, and converts them to their current types.
 * Settings that are gone are left out where they did nothing.
 */
export function withCurrentOptions<Options extends object>(options: Options): Options {
  const current = renamed(options, FORMER_OPTIONS) as Record<string, unknown>;
  for (const key of RETIRED_OPTIONS) if (current[key] === 0) delete current[key];
  if (current.family === 'ladder') current.family = 'staged';
  if (isObject(current.curriculumSettings)) {
    current.curriculumSettings = withCurrentCurriculum(current.curriculumSettings);
  }
  if (isObject(current.simulation)) current.simulation = withCurrentKeys(current.simulation);
  if (isObject(current.constants)) {
    const constants = renamed(current.constants, FORMER_OPTIONS) as Record<string, unknown>;
    if (typeof constants.actWithTarget === 'number') constants.actWithTarget = constants.actWithTarget > 0;
    current.constants = constants;
  }
  if (isObject(current.distillation)) current.distillation = renamed(current.distillation, { frames: 'steps' });
  return current as Options;
}

/** Renames the settings of a curriculum to their current names. */
export function withCurrentCurriculum<Settings extends object>(settings: Settings): Settings {
  return renamed(settings, FORMER_CURRICULUM);
}

/** Renames the counters of a checkpoint, or a line of metrics, to their current names. */
export function withCurrentCounters<Counters extends object>(counters: Counters): Counters {
  return renamed(counters, FORMER_COUNTERS);
}
