import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, Interrupted, writeWhole } from '@open-ada/node-kit';
import {
  type DreamerRunConfig,
  type MetricsLine,
  newestCheckpoint,
  type Outcome,
  type RunConfig,
  type TrainingHooks,
  train,
  trainDreamer,
} from '@open-ada/training';
import { type Marks, markName } from './row.js';

const UNITS = ['steps', 'minutes'] as const;

/** What a row says while it is trained. */
export interface RowHooks extends Pick<TrainingHooks, 'teacher' | 'signal' | 'commit' | 'onNote' | 'connect'> {
  onStart?(): void;
  onMetrics?(line: Pick<MetricsLine, 'steps' | 'minutes'> & { curriculum?: string }): void;
}

/** Settings of train:teacher and train:student, or of train:dreamer. */
export type RowConfig = RunConfig | DreamerRunConfig;
export const isDreamer = (config: RowConfig): config is DreamerRunConfig => 'trainRatio' in config;

const learn = (config: RowConfig, budget: Record<keyof Marks, number>, hooks: RowHooks): Promise<Outcome> =>
  isDreamer(config) ? trainDreamer({ ...config, ...budget }, hooks) : train({ ...config, ...budget }, hooks);

/** An agent file that was stored at a mark. */
export interface Snapshot {
  file: string;
  mark: string;
}

/**
 * Trains a run from mark to mark and stores the agent at each. A run that stops and continues gives the same bits as
 * one that does not. The clock stops while the run is stopped.
 * @yields the stored agents in order, including those stored earlier
 * @throws Interrupted; InputError for a mark that the run has already passed, because the agent at that mark no longer
 *   exists
 */
export async function* trainToMarks(config: RowConfig, marks: Marks, hooks: RowHooks): AsyncGenerator<Snapshot> {
  const kept = join(config.run, 'snapshots');
  mkdirSync(kept, { recursive: true });
  const all = UNITS.flatMap((unit) =>
    marks[unit].map((at) => ({
      unit,
      at,
      mark: markName(unit, at),
      file: join(kept, `${markName(unit, at)}.safetensors`),
    })),
  );
  refusePassed(all, kept);
  for (const { file, mark } of all) if (existsSync(file)) yield { file, mark };
  for (;;) {
    const left = all.filter(({ file }) => !existsSync(file));
    if (left.length === 0) return;
    // 0 means that there is no budget of this kind.
    const budget = (of: keyof Marks) => {
      const next = left.filter(({ unit }) => unit === of).map(({ at }) => at);
      return next.length > 0 ? Math.min(...next) : 0;
    };
    const outcome = await learn(config, { steps: budget('steps'), minutes: budget('minutes') }, hooks);
    if (outcome.status === 'interrupted') throw new Interrupted('interrupted; the same command goes on from there.');
    const { found } = newestCheckpoint(join(config.run, 'checkpoints'));
    for (const { unit, at, file, mark } of left) {
      if (at > outcome[unit]) continue;
      writeWhole(file, found!.read('agent.safetensors'));
      yield { file, mark };
    }
  }
}

/** Refuses a new mark before a stored one, because the run has passed it. */
function refusePassed(all: readonly { unit: keyof Marks; at: number; file: string }[], kept: string): void {
  for (const unit of UNITS) {
    const reached = readdirSync(kept).flatMap((name) => {
      const [, at] = name.match(new RegExp(`^${unit}-(.*)\\.safetensors$`)) ?? [];
      return at === undefined ? [] : [Number(at)];
    });
    const passed = all.find((mark) => mark.unit === unit && mark.at < Math.max(...reached) && !existsSync(mark.file));
    if (!passed) continue;
    throw new InputError(
      `${kept} is of a run that has gone past ${passed.at} ${unit}: leave this mark out, or choose another place with --runs and --out.`,
    );
  }
}

/** The lines of a run's log. */
export function curveOf(run: string): MetricsLine[] {
  const file = join(run, 'metrics.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as MetricsLine);
}
