import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { decodeAgent } from '@open-ada/ada-agent';
import { originOf } from '@open-ada/evaluation';
import { InputError } from '@open-ada/node-kit';
import { readCheckpoint } from '@open-ada/rollout';
import { completeStored, mergeConfig, type RunConfig, type TrainingHooks } from '@open-ada/training';
import { type LookOptions, lookAt } from './eval-point.js';
import { type RowResult, readRow, writeRow } from './result.js';
import type { Marks, Row } from './row.js';
import { curveOf, trainToMarks } from './train-row.js';

export interface ExperimentOptions {
  marks: Marks;
  /** Held-out family. */
  family: string;
  count: number;
  ks: number[];
  control: boolean;
  /** Run directories. */
  runs: string;
  out: string;
  command: string;
  commit: string | null;
  machine: Record<string, unknown>;
  signal?: AbortSignal;
}

/**
 * Trains the rows one after the other and plays each at its marks. What is finished is not done again, and what was interrupted goes on.
 * @throws InputError for results of other settings at the same place; Interrupted
 */
export async function runRows(rows: readonly Row[], options: ExperimentOptions): Promise<void> {
  for (const row of rows) await runRow(row, options);
}

async function runRow(row: Row, options: ExperimentOptions): Promise<void> {
  const { out, runs, commit, command, machine, marks } = options;
  const say = (text: string) => process.stderr.write(`${row.name}: ${text}\n`);
  const teacher = row.teacher === undefined ? undefined : readCheckpoint(row.teacher);
  const run = join(runs, row.name);
  const config = row.settings && configOf(row, run, teacher);
  const before = readRow(out, row.name);
  if (before) refuseOther(join(out, `${row.name}.json`), before, config, teacher?.sha256);
  const result: RowResult = before ?? {
    name: row.name,
    title: row.title,
    seed: row.seed,
    command,
    commit,
    machine,
    parameters: 0,
    // Where the run lies is of one machine.
    config: config && { ...config, run: row.name },
    teacher: teacher && originOf(teacher),
    looks: [],
    curve: [],
  };
  mkdirSync(run, { recursive: true });
  mkdirSync(out, { recursive: true });
  const look = async (file: string, mark: string) => {
    if (result.looks.some(({ marks }) => marks.includes(mark))) return;
    const { agent, sha256 } = describe(file);
    // Two marks may fall into the same iteration: one look serves both.
    const same = result.looks.find((each) => each.sha256 === sha256);
    if (same) same.marks.push(mark);
    else {
      say(`playing ${options.count} held-out tasks of ${options.family} at ${mark}`);
      result.looks.push(await lookAt(file, mark, lookOptions(options, run, say)));
    }
    result.parameters = agent.parameters.size;
    result.curve = curveOf(run).map(({ steps, minutes, stepsPerSecond, returnByTrial, share, learner }) => ({
      steps,
      minutes,
      stepsPerSecond,
      returnByTrial,
      share,
      learner,
    }));
    writeRow(out, result);
  };
  if (!config) {
    await look(row.teacher!, 'end');
    return;
  }
  const hooks: TrainingHooks = {
    teacher: teacher && config.distillation && { bytes: teacher.bytes, file: teacher.file },
    signal: options.signal,
    commit: commit ?? undefined,
    onNote: say,
    onMetrics: (line) =>
      say(`${line.steps.toLocaleString('en')} steps, ${line.minutes.toFixed(1)} minutes, ${line.curriculum}`),
  };
  for await (const { file, mark } of trainToMarks(config, marks, hooks)) await look(file, mark);
}

function configOf(row: Row, run: string, teacher: { file: string; sha256: string } | undefined): RunConfig {
  const given = { evalMinutes: 0, logSeconds: 20, ...row.settings, run, seed: row.seed, steps: 1 };
  return mergeConfig(given, teacher && { teacher: teacher.sha256, from: teacher.file });
}

function refuseOther(
  file: string,
  before: RowResult,
  config: RunConfig | undefined,
  teacher: string | undefined,
): void {
  // A row that was begun before there were some settings has their defaults.
  const place = (of: RunConfig | undefined) =>
    of && { ...completeStored(of), run: '', distillation: { ...of.distillation, from: '' } };
  if (isDeepStrictEqual(place(before.config), place(config)) && before.teacher?.sha256 === teacher) return;
  throw new InputError(
    `${file} is of other settings or of another teacher; choose another place with --out and --runs.`,
  );
}

function describe(file: string) {
  const { bytes, sha256 } = readCheckpoint(file);
  return { agent: decodeAgent(bytes, file).agent, sha256 };
}

function lookOptions(options: ExperimentOptions, directory: string, say: (text: string) => void): LookOptions {
  const { family, count, ks, control, commit, signal } = options;
  let shown = 0;
  return {
    family,
    count,
    ks,
    control,
    commit,
    signal,
    directory,
    onProgress(done) {
      if (done < shown + 0.25 || done === 1) return;
      shown = done;
      say(`${Math.round(100 * done)} % played`);
    },
  };
}
