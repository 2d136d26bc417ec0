import { FAMILIES, type Family, isPair } from '@open-ada/curriculum';
import { type DreamerConfig, dreamerSettings, levelsOf } from '@open-ada/dreamer';
import { InputError } from '@open-ada/node-kit';
import { nodeOf } from '@open-ada/production-rules';
import type { SimulationSettings } from '@open-ada/xland-sim';
import {
  CONTROL_TASKS,
  DRAWN_PROBLEMS,
  DREAMER_GROUPS,
  type DreamerRunSettings,
  type Problem,
} from '../config/dreamer-settings.js';
import { type OptionGroup, optionName, parseOption, type Value } from '../config/options.js';
import { simulationOfRun } from '../config/world-settings.js';
import { firstDifference } from '../storage/locked-directory.js';

/** All settings of a run after merging, as stored in `config.json`. */
export interface DreamerRunConfig extends Omit<DreamerRunSettings, 'simulation'> {
  /** All settings of the world, where the environment is a task family. */
  simulation?: SimulationSettings;
}

/** Options of train:dreamer, grouped by subject. */
export const DREAMER_OPTIONS: readonly OptionGroup[] = DREAMER_GROUPS.map(({ title, schema }) => ({
  title,
  options: Object.entries(schema.shape).map(([key, each]) => ({ key, schema: each, node: nodeOf(each) })),
}));

/** Defaults of the learner's constants, for help texts: those of other learners have the same names. */
export const DREAMER_CONSTANTS: DreamerConfig = dreamerSettings.parse({});

/** Problems whose size can be chosen, and the least size at which they make sense. */
const LEAST_SIZE: Partial<Record<Problem, number>> = { catch: 3, 'memory-length': 1, 'deep-sea': 2 };

/**
 * Merges options and defaults.
 * @throws InputError in one sentence for a value out of range, or options that do not go together
 */
export function mergeDreamerConfig(given: Record<string, Value | undefined>): DreamerRunConfig {
  const values = DREAMER_OPTIONS.flatMap(({ options }) => options).map((option) => {
    const value = given[option.key];
    return [option.key, value === undefined ? option.node.default : parseOption(option, value)];
  });
  const { simulation, ...rest } = Object.fromEntries(values) as DreamerRunSettings;
  if (given.steps !== undefined && given.minutes === undefined) rest.minutes = 0;
  check(rest, simulation);
  return familyOf(rest) === undefined ? rest : { ...rest, simulation: simulationOfRun(simulation) };
}

/** The constants of the algorithm among a run's settings. */
export const constantsOf = (config: DreamerRunConfig): DreamerConfig => dreamerSettings.strip().parse(config);

/** The task family that is played; undefined for a small problem. */
export const familyOf = ({ environment }: Pick<DreamerRunConfig, 'environment'>): Family | undefined =>
  FAMILIES.find((family) => family === environment);

function check(config: Omit<DreamerRunSettings, 'simulation'>, simulation: object): void {
  const { environment, problemSize, actionRepeat, environments, replaySteps, batchLength, minStd, maxStd } = config;
  if (familyOf(config) === undefined && Object.keys(simulation).length > 0) {
    throw new InputError(`--simulation: ${environment} has no world; leave it out, or choose a task family.`);
  }
  const family = familyOf(config);
  if (family !== undefined && isPair(family)) {
    throw new InputError(
      `--environment ${environment}: its tasks are for two, and train:dreamer trains agents of one player; choose another family.`,
    );
  }
  const least = LEAST_SIZE[environment as Problem];
  if (problemSize > 0 && least === undefined) {
    throw new InputError(`--${optionName('problemSize')}: ${environment} has one size only; leave it out.`);
  }
  if (problemSize > 0 && least !== undefined && problemSize < least) {
    throw new InputError(`--${optionName('problemSize')} ${problemSize}: ${environment} needs at least ${least}.`);
  }
  if (actionRepeat > 0 && !(CONTROL_TASKS as readonly string[]).includes(environment)) {
    throw new InputError(`--${optionName('actionRepeat')}: it is for ${CONTROL_TASKS.join(', ')}; leave it out.`);
  }
  if (config.pixels > 0) checkPixels(config.pixels, environment);
  if (minStd > maxStd) {
    const [least, most] = [optionName('minStd'), optionName('maxStd')];
    throw new InputError(`--${least} ${minStd}: expected at most --${most}, which is ${maxStd}.`);
  }
  const needed = (batchLength + 1) * environments;
  if (replaySteps < needed) {
    throw new InputError(
      `--${optionName('replaySteps')} ${replaySteps}: one sequence of each of ${environments} environments needs ` +
        `at least ${needed}.`,
    );
  }
}

function checkPixels(pixels: number, environment: string): void {
  if (!(DRAWN_PROBLEMS as readonly string[]).includes(environment)) {
    throw new InputError(`--pixels: only ${DRAWN_PROBLEMS.join(', ')} can be drawn; leave it out.`);
  }
  try {
    levelsOf({ height: pixels, width: pixels, channels: 1 });
  } catch (error) {
    throw new InputError(`--pixels ${pixels}: ${(error as Error).message}`);
  }
}

/** Settings that may change when a run is resumed. */
const FREE = new Set(['run', 'steps', 'minutes']);

/** The first setting that differs, for example `--seed 1, not 2`, except those that may change; undefined: none. */
export function dreamerDifference(before: DreamerRunConfig, after: DreamerRunConfig): string | undefined {
  return firstDifference(settingTexts(before), settingTexts(after), (key) => optionName(key.split('/')[0]));
}

/** Texts of the settings by key, for a comparison; each setting of the world has its own. */
function settingTexts({ simulation, ...rest }: DreamerRunConfig): Map<string, string> {
  const world = Object.entries(simulation ?? {}).map(
    ([key, value]) => [`simulation/${key}`, { [key]: value }] as const,
  );
  const all = [...Object.entries(rest), ...world].filter(([key]) => !FREE.has(key));
  return new Map(all.map(([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : String(value)]));
}
