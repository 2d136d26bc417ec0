import { AGENT_SIZES, ENCODERS, MEMORIES } from '@open-ada/ada-agent';
import { CURRICULA, FAMILIES } from '@open-ada/curriculum';
import { InputError } from '@open-ada/node-kit';
import { CONSTANTS, LEARNERS } from './learner-settings.js';

/** A value of the command line or of a preset. */
export type Value = number | string | Record<string, unknown>;

/** One key of the configuration, which is also one option of the command line (`checkpointMinutes`: `--checkpoint-minutes`). */
export interface Setting {
  key: string;
  default: Value;
  description: string;
  choices?: readonly string[];
  /** Least allowed number. */
  minimum?: number;
  /** Greatest allowed number. */
  maximum?: number;
  /** What a number must stay below. */
  below?: number;
  whole?: boolean;
}

const whole = true;

/** Every key with its default: the layer below all presets. */
export const SETTINGS: readonly Setting[] = [
  { key: 'run', default: 'runs/teacher', description: 'run directory; the same command again continues it' },
  { key: 'steps', default: 0, description: 'budget in environment steps; 0: none', minimum: 0 },
  {
    key: 'minutes',
    default: 60,
    description: 'budget in minutes; 0: none (default when --steps is given)',
    minimum: 0,
  },
  { key: 'seed', default: 1, description: 'seed of everything random', minimum: 0, whole },
  {
    key: 'family',
    default: 'staged',
    description: 'task family, or staged: easiest first, the next when the last is learned',
    choices: ['staged', ...FAMILIES],
  },
  { key: 'initial', default: '', description: 'agent file whose parameters the run starts from; empty: fresh ones' },
  { key: 'size', default: 'laptop-teacher', description: 'size of the agent', choices: Object.keys(AGENT_SIZES) },
  { key: 'memory', default: 'transformer-xl', description: 'what the agent remembers with', choices: MEMORIES },
  {
    key: 'memoryLength',
    default: 0,
    description: "steps that the memory holds (gru+attention: stored ones); 0: the size's own, 64 for gru+attention",
    minimum: 0,
    whole,
  },
  { key: 'encoder', default: 'matched', description: 'how the agent reads the objects in view', choices: ENCODERS },
  { key: 'learner', default: 'muesli', description: 'learning algorithm', choices: Object.keys(LEARNERS) },
  { key: 'environments', default: 32, description: 'environments over all actors', minimum: 1, whole },
  { key: 'actors', default: 'auto', description: 'actor threads; auto: one per core but one' },
  {
    key: 'stepsPerIteration',
    default: 160,
    description: 'steps of one environment in an iteration',
    minimum: 1,
    whole,
  },
  { key: 'episodesPerUpdate', default: 8, description: 'episodes of one update', minimum: 1, whole },
  {
    key: 'replayFraction',
    default: 0,
    description: 'share of an update that is drawn from earlier iterations (muesli)',
    minimum: 0,
    below: 1,
  },
  { key: 'replayEpisodes', default: 512, description: 'newest episodes that replay draws from', minimum: 1, whole },
  { key: 'threads', default: 1, description: 'threads of each session', minimum: 1, whole },
  {
    key: 'backend',
    default: 'onnx-cpu',
    description: 'tensor backend',
    choices: ['onnx-cpu', 'onnx-webgpu', 'onnx-cuda', 'tfjs-cpu', 'tfjs-node-gpu'],
  },
  { key: 'logSeconds', default: 10, description: 'seconds between lines of metrics.jsonl', minimum: 0 },
  { key: 'checkpointMinutes', default: 2, description: 'minutes between checkpoints', minimum: 0 },
  { key: 'evalMinutes', default: 3, description: 'minutes between periodicEvals of memory; 0: none', minimum: 0 },
  {
    key: 'evalEpisodes',
    default: 256,
    description: 'episodes of a periodicEval in each family, half with memory cleared',
    minimum: 2,
    whole,
  },
  { key: 'simulation', default: {}, description: 'changes to the laptop world, as JSON' },
  {
    key: 'curriculum',
    default: 'uniform',
    description: 'how the tasks of the open families are chosen',
    choices: CURRICULA,
  },
  { key: 'curriculumSettings', default: {}, description: 'changes to the curriculum, as JSON (docs/curriculum.md)' },
];

/** Only of `train:student`. */
export const STUDENT_SETTINGS: readonly Setting[] = [
  { key: 'distillWeight', default: 1, description: "weight of the teacher's loss at the start", minimum: 0 },
  { key: 'distillSteps', default: 2e6, description: 'steps after which the teacher is gone', minimum: 0 },
  { key: 'distillAnneal', default: 0.5, description: 'share of them over which the weight falls to zero', minimum: 0 },
  { key: 'distillL2', default: 1e-5, description: 'weight of the squared parameters while distilling', minimum: 0 },
];

const SHARE = { maximum: 1 };

/** What a constant of the learner may be; none is negative. */
const LEARNER_RANGES: Record<string, Pick<Setting, 'minimum' | 'maximum' | 'below' | 'whole'>> = {
  discount: { below: 1 },
  beta1: { below: 1 },
  beta2: { below: 1 },
  advantageVarDecay: { below: 1 },
  retraceLambda: SHARE,
  lambda: SHARE,
  retraceQMix: SHARE,
  targetRate: SHARE,
  actWithTarget: { maximum: 1, whole },
  unrollFraction: SHARE,
  behaviourPrior: SHARE,
  uniformPrior: SHARE,
  unroll: { minimum: 1, whole },
  samples: { minimum: 1, whole },
};

/** Constants of the learner; their defaults are the chosen learner's own. */
export const LEARNER_SETTINGS: readonly Setting[] = CONSTANTS.map((key) => {
  const values = Object.entries(LEARNERS)
    .map(([kind, constants]) => [kind, (constants as unknown as Record<string, number>)[key]] as const)
    .filter(([, value]) => value !== undefined);
  const shown = values.map(([kind, value]) => `${kind} ${value}`).join(', ');
  return {
    key,
    default: values[0][1],
    description: `constant of the learner (${shown})`,
    minimum: 0,
    ...LEARNER_RANGES[key],
  };
});

/** What a student's defaults are instead. */
export const STUDENT_DEFAULTS: Record<string, Value> = {
  size: 'laptop-student',
  run: 'runs/student',
  /** As the students of docs/results were trained; fewer have been measured for agents without a teacher only. */
  environments: 128,
};

/** Changes to the defaults under one name. */
export const PRESETS: Record<string, Record<string, Value>> = {
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

/** `checkpointMinutes` -> `checkpoint-minutes`. */
export function optionName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Reads a value as the command line or a preset gives it.
 * @throws InputError of one sentence that names the option
 */
export function parseSetting(setting: Setting, given: Value): Value {
  const option = `--${optionName(setting.key)}`;
  const wrong = (expected: string) =>
    new InputError(`${option} ${typeof given === 'string' ? `"${given}"` : JSON.stringify(given)}: ${expected}.`);
  if (setting.key === 'actors') {
    if (given === 'auto') return given;
    const actors = Number(given);
    if (!Number.isInteger(actors) || actors < 1) throw wrong('expected auto or a whole number of at least 1');
    return actors;
  }
  if (typeof setting.default === 'object') {
    const value = typeof given === 'string' ? parseJson(given) : given;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('expected a JSON object');
    return value as Record<string, unknown>;
  }
  if (typeof setting.default === 'string') {
    if (setting.choices && !setting.choices.includes(String(given))) {
      throw wrong(`expected one of ${setting.choices.join(', ')}`);
    }
    return String(given);
  }
  const number = given === '' ? Number.NaN : Number(given);
  const least = setting.minimum ?? Number.NEGATIVE_INFINITY;
  const { maximum: most = Number.POSITIVE_INFINITY, below = Number.POSITIVE_INFINITY } = setting;
  const inRange = number >= least && number <= most && number < below;
  if (!inRange || (setting.whole && !Number.isSafeInteger(number))) {
    const kind = setting.whole ? 'a whole number' : 'a number';
    const from = Number.isFinite(least) ? ` of at least ${least}` : '';
    const to = Number.isFinite(most) ? ` and at most ${most}` : '';
    throw wrong(`expected ${kind}${from}${to}${Number.isFinite(below) ? ` and below ${below}` : ''}`);
  }
  return number;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
