import { availableParallelism } from 'node:os';
import { AGENT_SIZES, type AgentConfig } from '@open-ada/ada-agent';
import { type DistillationSettings, type ImitationSettings, imitationSettings } from '@open-ada/distill';
import { InputError } from '@open-ada/node-kit';
import { INTENT_KINDS } from '@open-ada/xland-sim';
import { withCurrentCurriculum, withCurrentOptions } from './former-keys.js';
import { LEARNERS, type LearnerKind, type LearnerSettings } from './learner-settings.js';
import {
  distillKey,
  LEARNER_OPTIONS,
  optionName,
  parseOption,
  RUN_OPTIONS,
  requireKnown,
  STUDENT_OPTIONS,
  type Value,
} from './options.js';
import { PRESETS, STUDENT_DEFAULTS } from './presets.js';
import { RULE_LABELS } from './rule-labels.js';
import type { RunConfig, StudentOptions } from './run-config.js';
import { FROM_TEACHER, type RunSettings } from './run-settings.js';
import { curriculumOfRun, requireCurriculum, simulationOfRun } from './world-settings.js';

export type { RunConfig } from './run-config.js';

/** The given options by key. Absent options come from the preset, then from the defaults. */
export type Given = Record<string, Value | undefined>;

/**
 * Merges options, preset and defaults; options have the highest priority.
 * @param teacher the network that teaches; absent: none
 * @param kind whose defaults apply
 * @throws InputError in one sentence for an unknown preset, an unknown key or a value out of range
 */
export function mergeConfig(
  options: Given,
  teacher?: StudentOptions,
  kind: 'teacher' | 'student' = teacher ? 'student' : 'teacher',
): RunConfig {
  const given = withCurrentOptions(options);
  requireKnown(
    Object.keys(given).filter((key) => given[key] !== undefined),
    kind === 'student' || teacher !== undefined,
  );
  const presetName = String(given.preset ?? 'laptop');
  const preset = PRESETS[presetName] as Given | undefined;
  if (!preset) throw new InputError(`--preset "${presetName}": expected one of ${Object.keys(PRESETS).join(', ')}.`);
  const layers: Given[] = [given, preset, kind === 'student' ? (STUDENT_DEFAULTS as Given) : {}];
  const chosen = (key: string) => layers.find((layer) => layer[key] !== undefined)?.[key];

  const run = Object.fromEntries(
    RUN_OPTIONS.flatMap(({ options }) => options).map((option) => {
      const value = chosen(option.key);
      return [option.key, value === undefined ? option.node.default : parseOption(option, value)];
    }),
  ) as RunSettings;
  // Changes to the world and the curriculum add to those of the preset.
  for (const key of ['simulation', 'curriculumSettings'] as const)
    run[key] = { ...(preset[key] as object), ...run[key] };
  if (given.steps !== undefined && given.minutes === undefined) run.minutes = 0;
  if (run.initial === 'none') run.initial = '';
  const { simulation, curriculumSettings, ...rest } = run;
  const config: RunConfig = {
    preset: presetName,
    ...rest,
    simulation: simulationOfRun(simulation, run.players),
    curriculumSettings: curriculumOfRun(run.curriculum, withCurrentCurriculum(curriculumSettings), run.players),
    constants: constantsOf(run.learner, chosen),
  };
  if (teacher) config.distillation = { ...teacher, ...distillationOf(chosen) };
  check(config);
  return config;
}

function constantsOf(kind: LearnerKind, chosen: (key: string) => Value | undefined): RunConfig['constants'] {
  const own = LEARNERS[kind].shape;
  const changes = LEARNER_OPTIONS.options.flatMap((option) => {
    const value = chosen(option.key);
    if (value === undefined) return [];
    if (option.key in own) return [[option.key, parseOption(option, value)]];
    throw new InputError(`--${optionName(option.key)}: the learner ${kind} has no such constant.`);
  });
  return LEARNERS[kind].parse(Object.fromEntries(changes));
}

function distillationOf(chosen: (key: string) => Value | undefined): DistillationSettings {
  const settings = STUDENT_OPTIONS.options.map((option) => {
    const value = chosen(option.key);
    return [option.key, value === undefined ? option.node.default : parseOption(option, value)];
  });
  const of = Object.fromEntries(settings) as Record<string, number>;
  const [weight, steps, anneal, l2] = ['weight', 'steps', 'anneal', 'l2'].map((key) => of[distillKey(key)]);
  return { weight, steps, anneal, l2 };
}

/** Configuration of the run's agent. It infers all rule labels that training provides. */
export function agentConfigOf(config: RunConfig): AgentConfig {
  const { size, memory: memoryKind, encoder, memoryLength, storedActivations } = config;
  const { matchDepth, matchNegated, matchHidden, matchPartners, intentTemperature, keepIntents } = config;
  const own = AGENT_SIZES[size];
  const memory = memoryLength || (memoryKind === 'gru+attention' ? storedActivations : own.memory);
  const valueLimit = config.valueLimit || own.valueLimit;
  const matching = { matchDepth, matchNegated, matchHidden, matchPartners, intentTemperature, keepIntents };
  const intentKinds = config.intentWeight > 0 ? INTENT_KINDS.length : 0;
  return { ...own, memory, memoryKind, encoder, valueLimit, ...matching, ruleLabels: RULE_LABELS, intentKinds };
}

export function learnerSettingsOf(config: RunConfig): LearnerSettings {
  const { learner, constants, distillation } = config;
  return { kind: learner, constants, distillation, imitation: imitationOf(config) } as LearnerSettings;
}

/** How the run imitates its script; undefined where it has none. */
export function imitationOf(config: RunConfig): ImitationSettings | undefined {
  return config.labels === 'none' ? undefined : imitationSettings.strip().parse(config);
}

/**
 * Number of actor threads of a run: the given number, or one less than the number of cores. It is lowered until the
 * environments divide evenly.
 */
export function actorsOf(config: RunConfig, cores = availableParallelism()): number {
  if (config.actors !== 'auto') return config.actors;
  let actors = Math.min(Math.max(1, cores - 1), config.environments);
  while (config.environments % actors !== 0) actors--;
  return actors;
}

function check(config: RunConfig): void {
  const { environments, episodesPerUpdate, actors } = config;
  checkReplay(config);
  if (environments % episodesPerUpdate !== 0) {
    throw new InputError(
      `--environments ${environments} must be a multiple of --episodes-per-update ${episodesPerUpdate}.`,
    );
  }
  if (actors !== 'auto' && environments % actors !== 0) {
    throw new InputError(`--environments ${environments} must be a multiple of --actors ${actors}.`);
  }
  const { shortestIteration, stepsPerIteration } = config;
  if (shortestIteration > stepsPerIteration) {
    throw new InputError(
      `--shortest-iteration ${shortestIteration} must be at most --steps-per-iteration ${stepsPerIteration}; with 0 all ` +
        'iterations are as long.',
    );
  }
  if (config.initial === FROM_TEACHER && !config.distillation) {
    throw new InputError('--initial teacher: no network teaches this run; give an agent, or --initial none.');
  }
  requireCurriculum(config);
  checkPlayers(config);
  checkOwnTasks(config);
}

function checkOwnTasks({ trainOn, family, curriculum, players }: RunConfig): void {
  if (trainOn === '') return;
  const option = `--train-on ${trainOn}`;
  if (family !== 'staged') throw new InputError(`${option}: its tasks are of no family; leave out --family ${family}.`);
  if (curriculum !== 'uniform') {
    throw new InputError(`${option}: each task is as frequent as the others; leave out --curriculum ${curriculum}.`);
  }
  if (players !== 1) throw new InputError(`${option}: its tasks are for one player; leave out --players ${players}.`);
}

function checkPlayers({ players, family, environments, curriculumSettings }: RunConfig): void {
  if (players === 1) {
    if (family === 'pairs') throw new InputError('--family pairs: its tasks are for two; add --players 2.');
    const { families, shares = {} } = curriculumSettings;
    if (family === 'staged' && (families.includes('pairs') || shares.pairs)) {
      throw new InputError('--curriculum-settings: the tasks of pairs are for two; add --players 2, or leave it out.');
    }
    return;
  }
  if (family === 'staged' && (curriculumSettings.families.includes('pairs') || curriculumSettings.shares?.pairs)) {
    throw new InputError('--curriculum-settings: --players 2 adds the tasks of pairs by itself; leave pairs out.');
  }
  if (environments % 2 !== 0) {
    throw new InputError(
      `--environments ${environments} must be even with --players 2: half of them play tasks for two.`,
    );
  }
}

function checkReplay(config: RunConfig): void {
  const { replayFraction, environments, episodesPerUpdate } = config;
  if (replayFraction === 0) return;
  const option = `--replay-fraction ${replayFraction}`;
  if (config.learner === 'ppo')
    throw new InputError(`${option}: ppo learns from the newest iteration only; use muesli.`);
  const fresh = freshEpisodes(config);
  if (!Number.isInteger(fresh)) {
    throw new InputError(`${option} of --episodes-per-update ${episodesPerUpdate} is not a whole number of episodes.`);
  }
  if (environments % fresh !== 0) {
    throw new InputError(
      `--environments ${environments} must be a multiple of the ${fresh} new episodes that ${option} leaves in an update.`,
    );
  }
}

/** Number of episodes of an update that come from the newest iteration. */
export function freshEpisodes(config: Pick<RunConfig, 'replayFraction' | 'episodesPerUpdate'>): number {
  const fresh = config.episodesPerUpdate * (1 - config.replayFraction);
  return Math.abs(fresh - Math.round(fresh)) < 1e-9 ? Math.round(fresh) : fresh;
}
