import { availableParallelism } from 'node:os';
import { AGENT_SIZES, type AgentConfig } from '@open-ada/ada-agent';
import type { Curriculum } from '@open-ada/curriculum';
import { InputError } from '@open-ada/node-kit';
import type { Backend } from '@open-ada/onnx-jit';
import { COMPACT, type SimulationSettings, settingsFault } from '@open-ada/xland-sim';
import { withCurrentOptions } from './former-keys.js';
import { type DistillationSettings, defaultsOf, type LearnerKind, type LearnerSettings } from './learner-settings.js';
import { RULE_LABELS } from './rule-labels.js';
import {
  LEARNER_SETTINGS,
  optionName,
  PRESETS,
  parseSetting,
  SETTINGS,
  STUDENT_DEFAULTS,
  STUDENT_SETTINGS,
  type Value,
} from './settings.js';

/** All settings of a run after merging, as kept in `config.json`. */
export interface RunConfig {
  preset: string;
  run: string;
  steps: number;
  minutes: number;
  seed: number;
  family: string;
  size: string;
  memory: AgentConfig['memoryKind'];
  memoryLength: number;
  encoder: AgentConfig['encoder'];
  learner: LearnerKind;
  environments: number;
  actors: 'auto' | number;
  stepsPerIteration: number;
  initial: string;
  episodesPerUpdate: number;
  replayFraction: number;
  replayEpisodes: number;
  threads: number;
  backend: Backend;
  logSeconds: number;
  checkpointMinutes: number;
  evalMinutes: number;
  evalEpisodes: number;
  simulation: Partial<SimulationSettings>;
  curriculum: Curriculum;
  curriculumSettings: Record<string, unknown>;
  /** Every constant of the learner. */
  constants: Record<string, number>;
  /** A student's teacher and how it teaches. */
  distillation?: StudentOptions & DistillationSettings;
}

/** Options as given, by key; what is absent comes from the preset, then from the defaults. */
export type Given = Record<string, Value | undefined>;

/** What the `train:student` command adds. */
export interface StudentOptions {
  /** SHA-256 of the teacher's file. */
  teacher: string;
  /** Where the teacher was found when the run began, for people. */
  from: string;
}

/**
 * Layers `options` over the preset over the defaults.
 * @throws InputError of one sentence for an unknown preset, an unknown key or a value out of range
 */
export function mergeConfig(options: Given, student?: StudentOptions): RunConfig {
  const given = withCurrentOptions(options);
  const presetName = String(given.preset ?? 'laptop');
  const preset = PRESETS[presetName];
  if (!preset) throw new InputError(`--preset "${presetName}": expected one of ${Object.keys(PRESETS).join(', ')}.`);
  const studentDefaults: Given = student ? STUDENT_DEFAULTS : {};
  const value = (key: string): Value | undefined => given[key] ?? preset[key] ?? studentDefaults[key];
  const merged: Record<string, unknown> = { preset: presetName };
  for (const setting of SETTINGS) merged[setting.key] = parseSetting(setting, value(setting.key) ?? setting.default);
  if (given.steps !== undefined && given.minutes === undefined) merged.minutes = 0;

  const config = merged as unknown as RunConfig;
  const constants = defaultsOf(config.learner);
  for (const setting of LEARNER_SETTINGS) {
    const changed = value(setting.key);
    if (changed === undefined) continue;
    if (!(setting.key in constants)) {
      throw new InputError(`--${optionName(setting.key)}: the learner ${config.learner} has no such constant.`);
    }
    constants[setting.key] = parseSetting(setting, changed) as number;
  }
  config.constants = constants;
  if (student) {
    const [weight, steps, anneal, l2] = STUDENT_SETTINGS.map(
      (setting) => parseSetting(setting, value(setting.key) ?? setting.default) as number,
    );
    config.distillation = { ...student, weight, steps, anneal, l2 };
  }
  check(config);
  return config;
}

/** Settings of the world of a run. */
export function simulationOf(config: RunConfig): SimulationSettings {
  return { ...COMPACT, ...config.simulation };
}

/** Activations that a GRU with attention looks back on (AdA, section on architectures). */
const STORED_ACTIVATIONS = 64;

/** Sizes of a run's agent, which has a taskInference about each of the facts that training knows. */
export function agentConfigOf(config: RunConfig): AgentConfig {
  const { size, memory: memoryKind, encoder } = config;
  const own = AGENT_SIZES[size];
  const memory = config.memoryLength || (memoryKind === 'gru+attention' ? STORED_ACTIVATIONS : own.memory);
  return { ...own, memory, memoryKind, encoder, ruleLabels: RULE_LABELS };
}

export function learnerSettingsOf(config: RunConfig): LearnerSettings {
  return { kind: config.learner, constants: config.constants, distillation: config.distillation };
}

/** Actor threads of a run: as asked, or one per core but one, lowered until the environments divide evenly. */
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
  const fault = settingsFault(simulationOf(config));
  if (fault !== undefined) throw new InputError(`--simulation: ${fault}.`);
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

/** Episodes of an update that come from the newest iteration. */
export function freshEpisodes(config: Pick<RunConfig, 'replayFraction' | 'episodesPerUpdate'>): number {
  const fresh = config.episodesPerUpdate * (1 - config.replayFraction);
  return Math.abs(fresh - Math.round(fresh)) < 1e-9 ? Math.round(fresh) : fresh;
}
