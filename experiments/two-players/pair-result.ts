import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointOrigin, EvaluationResult, WatchedEpisode } from '@open-ada/evaluation';
import { InputError, writeWhole } from '@open-ada/node-kit';
import { completeStored, configDifference, type RunConfig } from '@open-ada/training';
import { short, withLines } from '../runner/row-files.js';
import type { TaskSet } from './pair-tasks.js';

/** How the agents of the experiment are played. */
export interface PairProtocol {
  tasks: TaskSet;
  /** Number of tasks, from the first. */
  count: number;
  /** Numbers of trials k. */
  trials: number[];
  /** Episodes of every task and k. */
  repeats: number;
}

/** Figures of one way of playing; `docs/evaluating.md` explains each. */
export type PlayFigures = Omit<EvaluationResult, 'perTask' | 'checkpoint' | 'explorer'>;

/** Scores of the last trial beside a co-player: as the first player, as the second, and of the better of both trials. */
export type FromSeats = [first: number, second: number, better: number];

/** A task, with a value for each of the protocol's numbers of trials. */
export interface PairTask {
  task: number;
  name: string;
  /** Number of the task's game. */
  game: number;
  self: number[];
  /** Self-play with memory reset between trials. */
  reset: number[];
  random: FromSeats[];
  /** Beside an idle player. Only of tasks that name no player and that one can solve. */
  noop?: FromSeats[];
}

/** An agent at one mark, with everything needed to make it again. */
export interface PairResult {
  name: string;
  /** `start`: the initial agent, before training. */
  mark: 'start' | `steps-${number}`;
  seed: number;
  command: string;
  commit: string | null;
  machine: Record<string, unknown>;
  parameters: number;
  sha256: string;
  /** What the agent was trained for from `initial` on. */
  steps: number;
  minutes: number;
  initial: CheckpointOrigin;
  config: RunConfig;
  protocol: PairProtocol;
  self: PlayFigures;
  random: PlayFigures;
  /** Absent where none of the tasks can be solved by one. */
  noop?: PlayFigures;
  /** Replays of self-play that were kept in the run directory. */
  replays: (Omit<WatchedEpisode, 'replay'> & { file: string })[];
  perTask: PairTask[];
  curve: { steps: number; minutes: number; stepsPerSecond: number; returnByTrial: number[] }[];
}

const fileOf = (out: string, name: string): string => join(out, `${name}.json`);

export function readPairs(out: string): PairResult[] {
  if (!existsSync(out)) return [];
  const names = readdirSync(out).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => JSON.parse(readFileSync(join(out, name), 'utf8')) as PairResult);
}

/** Numbers with four digits, one line for each task and for each point of the curve. */
export function writePair(out: string, { perTask, curve, ...about }: PairResult): void {
  writeWhole(fileOf(out, about.name), withLines(JSON.stringify(about, short, 2), { perTask, curve }));
}

/**
 * All results of a table are of one protocol, one initial agent, and the same settings but for the seed.
 * @throws InputError in one sentence if a stored one is not
 */
export function refuseOthers(
  out: string,
  {
    protocol,
    initial,
    config,
  }: Pick<PairResult, 'protocol' | 'config'> & { initial: { file: string; sha256: string } },
): void {
  for (const before of readPairs(out)) {
    const difference =
      protocolDifference(before.protocol, protocol) ??
      (before.initial.sha256 === initial.sha256 ? undefined : `another --initial than ${initial.file}`) ??
      configDifference(alike(completeStored(before.config)), alike(config));
    if (difference === undefined) continue;
    throw new InputError(
      `${fileOf(out, before.name)} was made with ${difference}: keep the option, or choose another place with --out and --runs.`,
    );
  }
}

/**
 * What is compared by task is of the same tasks: those that a version of the generator draws, and scores by the oracle of
 * that version.
 * @throws InputError in one sentence if a stored result is of others
 */
export function refuseOtherTasks(out: string, now: { tasks: string; references: string }): void {
  for (const { name, self } of readPairs(out)) {
    if (self.tasks.sha256 === now.tasks && self.tasks.references === now.references) continue;
    throw new InputError(
      `${fileOf(out, name)} is of other tasks or reference scores: choose another place with --out.`,
    );
  }
}

const alike = (config: RunConfig): RunConfig => ({ ...config, initial: '', seed: 0 });

function protocolDifference(before: PairProtocol, now: PairProtocol): string | undefined {
  for (const key of ['tasks', 'count', 'trials', 'repeats'] as const) {
    const [had, has] = [String(before[key]), String(now[key])];
    if (had !== has) return `--${key} ${had}, not ${has}`;
  }
  return undefined;
}
