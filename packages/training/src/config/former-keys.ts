import { withCurrentKeys } from '@open-ada/xland-sim';

/** Options and keys of `config.json` of version 0.1, and what they are called now. */
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

/** Keys of curriculum settings of version 0.1. */
const FORMER_CURRICULUM: Record<string, string> = {
  earlierShare: 'earlierFraction',
  proposalShare: 'proposalFraction',
  decisionsPerRound: 'stepsPerIteration',
  decisionsPerSecond: 'stepsPerSecond',
  clearMemory: 'resetMemoryFraction',
};

/** Keys of a checkpoint's counters, and of what an agent file says of its training, of version 0.1. */
const FORMER_COUNTERS: Record<string, string> = { frames: 'steps', playedFrames: 'playedSteps', round: 'iteration' };

function renamed<Values extends object>(values: Values, names: Record<string, string>): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [names[key] ?? key, value])) as Values;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Options of a run, or the configuration that a run was started with, under the names and with the types of today. */
export function withCurrentOptions<Options extends object>(options: Options): Options {
  const current = renamed(options, FORMER_OPTIONS) as Record<string, unknown>;
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

/** Settings of a curriculum under the names of today. */
export function withCurrentCurriculum<Settings extends object>(settings: Settings): Settings {
  return renamed(settings, FORMER_CURRICULUM);
}

/** Counters of a checkpoint, or a line of metrics, under the names of today. */
export function withCurrentCounters<Counters extends object>(counters: Counters): Counters {
  return renamed(counters, FORMER_COUNTERS);
}
