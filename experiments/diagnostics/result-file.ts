import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { InputError, readText, writeWhole } from '@open-ada/node-kit';

/** A file of one problem and learner: what shaped its runs, and the runs. */
export interface DiagnosticsFile<Run extends { seed: number }> {
  /** Problem, learner and settings. Runs with another head are not comparable. */
  head: Record<string, unknown>;
  runs: (Run & { commit: string | null })[];
}

/**
 * Adds runs to a file. Runs of other seeds stay; a run of the same seed replaces the earlier one.
 * @throws InputError if the runs in the file were made in another way
 */
export function addRuns<Run extends { seed: number }>(file: string, { head, runs }: DiagnosticsFile<Run>): void {
  const before = runsOf<Run>(file, head);
  const seeds = new Set(runs.map(({ seed }) => seed));
  const all = [...before.filter(({ seed }) => !seeds.has(seed)), ...runs].sort((a, b) => a.seed - b.seed);
  writeWhole(file, `${JSON.stringify({ ...head, runs: all }, rounded)}\n`);
}

/**
 * The runs of a file; none if there is no such file.
 * @throws InputError if they were made in another way than `head` says
 */
export function runsOf<Run extends { seed: number }>(file: string, head: DiagnosticsFile<Run>['head']) {
  if (!existsSync(file)) return [];
  const refuse = (what: string): never => {
    throw new InputError(`${file} ${what}; move it elsewhere, or choose another place with --out.`);
  };
  let stored: DiagnosticsFile<Run>['head'] & Partial<DiagnosticsFile<Run>>;
  try {
    stored = JSON.parse(readText(file));
  } catch {
    return refuse('is not JSON');
  }
  const { runs, commit = null, ...had } = stored as typeof stored & { commit?: string | null };
  if (!Array.isArray(runs)) return refuse('holds no runs');
  const asStored = JSON.parse(JSON.stringify(head, rounded)) as Record<string, unknown>;
  for (const key of new Set([...Object.keys(had), ...Object.keys(asStored)])) {
    if (!isDeepStrictEqual((had as Record<string, unknown>)[key], asStored[key])) {
      refuse(`was made with another "${key}"`);
    }
  }
  // Files of before noted one commit for all their runs.
  return runs.map((run) => ({ ...run, commit: run.commit ?? commit }));
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(8)) : value;
}
