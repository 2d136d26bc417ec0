import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { originOf } from '@open-ada/evaluation';
import { InputError } from '@open-ada/node-kit';
import { type Checkpoint, readCheckpoint, readPlayable } from '@open-ada/rollout';
import {
  completeStored,
  configDifference,
  dreamerDifference,
  mergeConfig,
  mergeDreamerConfig,
  type OwnTasksFacts,
  readOwnTasks,
} from '@open-ada/training';
import { lookAt } from './eval-point.js';
import { type Protocol, protocolDifference } from './protocol.js';
import type { RowResult } from './result.js';
import type { Marks, Row } from './row.js';
import { readRow, readRows, writeRow } from './row-files.js';
import { RowProgress } from './row-progress.js';
import { curveOf, isDreamer, type RowConfig, type RowHooks, trainToMarks } from './train-row.js';

export interface ExperimentOptions {
  marks: Marks;
  protocol: Protocol;
  /** Directory of the run directories. */
  runs: string;
  out: string;
  command: string;
  commit: string | null;
  machine: Record<string, unknown>;
  signal?: AbortSignal;
}

/** A row with the files it names and its full settings. */
interface Planned {
  row: Row;
  run: string;
  config?: RowConfig;
  teacher?: Checkpoint;
  initial?: Checkpoint;
  /** The tasks of the setting `trainOn`. */
  ownTasks?: OwnTasksFacts;
}

/**
 * Trains the rows one after the other and plays each at its marks. Finished work is not repeated, and interrupted work
 * continues.
 * @throws InputError, before anything is done, if the directory contains results with other settings; Interrupted
 */
export async function runRows(rows: readonly Row[], options: ExperimentOptions): Promise<void> {
  const { out, runs, protocol } = options;
  // All rows of a table are played in the same way, including those of an earlier command.
  for (const before of readRows(out)) {
    const difference = protocolDifference(before.protocol, protocol);
    if (difference !== undefined) throw otherwise(out, before.name, `was played with ${difference}`);
  }
  const planned = rows.map((row) => plan(row, runs));
  for (const each of planned) refuseOther(out, each);
  for (const [i, each] of planned.entries()) {
    const place = `${each.row.name} (${i + 1} of ${planned.length})`;
    const progress = new RowProgress(place, options.marks);
    try {
      await runRow(each, options, progress);
    } finally {
      progress.close();
    }
  }
}

function plan(row: Row, runs: string): Planned {
  const teacher = row.teacher === undefined ? undefined : readCheckpoint(row.teacher);
  const initial = row.initial === undefined ? undefined : readCheckpoint(row.initial);
  const run = join(runs, row.name);
  const config = configOf(row, run, teacher);
  const ownTasks =
    config && !isDreamer(config) && config.trainOn ? readOwnTasks(config.trainOn, config.simulation).facts : undefined;
  return { row, run, teacher, initial, config, ownTasks };
}

async function runRow(
  { row, run, config, teacher, initial, ownTasks }: Planned,
  options: ExperimentOptions,
  progress: RowProgress,
): Promise<void> {
  const { out, commit, command, machine, marks, protocol } = options;
  const result: RowResult = readRow(out, row.name) ?? {
    name: row.name,
    title: row.title,
    seed: row.seed,
    command,
    commit,
    machine,
    parameters: 0,
    // Paths are specific to one machine.
    ...(config &&
      (isDreamer(config)
        ? { dreamer: { ...config, run: row.name } }
        : { config: { ...config, run: row.name, initial: '' } })),
    teacher: teacher && originOf(teacher),
    initial: initial && originOf(initial),
    ownTasks,
    protocol,
    looks: [],
    curve: [],
  };
  mkdirSync(run, { recursive: true });
  mkdirSync(out, { recursive: true });
  const look = async (file: string, mark: string) => {
    if (result.looks.some(({ marks }) => marks.includes(mark))) return;
    const { parameters, sha256 } = describe(file);
    // Two marks can fall into the same iteration. One look then serves both.
    const same = result.looks.find((each) => each.sha256 === sha256);
    const curve = curveOf(run);
    if (same) same.marks.push(mark);
    else {
      const { signal } = options;
      const found = await lookAt(file, mark, { protocol, commit, signal, directory: run, progress });
      const { playedSteps } = curve.findLast(({ steps }) => steps <= found.steps) ?? {};
      result.looks.push({ ...found, playedSteps });
    }
    result.parameters = parameters;
    result.curve = curve.map(
      ({ steps, playedSteps, minutes, stepsPerSecond, returnByTrial, share, learner, proposals, archives }) => ({
        steps,
        playedSteps,
        minutes,
        stepsPerSecond,
        returnByTrial,
        share,
        learner,
        proposals,
        archives,
      }),
    );
    writeRow(out, result);
  };
  if (!config) {
    await look(row.teacher!, 'end');
    return;
  }
  const hooks: RowHooks = {
    teacher:
      teacher && !isDreamer(config) && config.distillation ? { bytes: teacher.bytes, file: teacher.file } : undefined,
    signal: options.signal,
    commit: commit ?? undefined,
    onStart: () => progress.note('compiling the networks'),
    onNote: (text) => progress.note(text),
    onMetrics: (line) => progress.trained({ curriculum: 'Dreamer', ...line }),
  };
  for await (const { file, mark } of trainToMarks(config, marks, hooks)) await look(file, mark);
}

function configOf(row: Row, run: string, teacher: Checkpoint | undefined): RowConfig | undefined {
  if (row.dreamer) return mergeDreamerConfig({ logSeconds: 20, ...row.dreamer, run, seed: row.seed, steps: 1 });
  if (!row.settings) return undefined;
  const given = { evalMinutes: 0, logSeconds: 20, ...row.settings, run, seed: row.seed, steps: 1 };
  const initial = row.initial === undefined ? {} : { initial: row.initial };
  return mergeConfig({ ...given, ...initial }, teacher && { teacher: teacher.sha256, from: teacher.file });
}

/** A row can continue only with the same settings, teacher and initial agent. */
function refuseOther(out: string, { row, config, teacher, initial, ownTasks }: Planned): void {
  const before = readRow(out, row.name);
  if (!before) return;
  const had = before.config ?? before.dreamer;
  if (!had !== !config) throw otherwise(out, row.name, `was ${config ? 'not ' : ''}trained`);
  // A row that was started before a setting existed has its default.
  const difference = had && config && settingsDifference(had, config);
  if (difference) throw otherwise(out, row.name, `was trained with ${difference}`);
  if (before.ownTasks?.sha256 !== ownTasks?.sha256) {
    const place = config && !isDreamer(config) ? config.trainOn : '';
    throw otherwise(out, row.name, `was trained on other tasks of --train-on ${place}`);
  }
  for (const [option, had, has] of [
    ['--teacher', before.teacher, teacher],
    ['--initial', before.initial, initial],
  ] as const) {
    if (had?.sha256 === has?.sha256) continue;
    const name = (of: { file: string; sha256: string } | undefined) =>
      of ? `${of.file} (SHA-256 ${of.sha256.slice(0, 12)})` : 'without one';
    throw otherwise(out, row.name, `was made with ${option} ${name(had)}, not ${name(has)}`);
  }
}

const otherwise = (out: string, name: string, difference: string) =>
  new InputError(
    `${join(out, `${name}.json`)} ${difference}: keep the option, or choose another place with --out and --runs.`,
  );

function settingsDifference(had: RowConfig, has: RowConfig): string | undefined {
  if (isDreamer(had) && isDreamer(has)) return dreamerDifference(had, has);
  if (isDreamer(had) || isDreamer(has)) return 'another learner';
  return configDifference({ ...completeStored(had), initial: '' }, { ...has, initial: '' });
}

function describe(file: string): { parameters: number; sha256: string } {
  const { agent: playable, sha256 } = readPlayable(file);
  return { parameters: ('network' in playable ? playable.network : playable.agent).parameters.size, sha256 };
}
