import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointOrigin, EvaluationResult } from '@open-ada/evaluation';
import { writeWhole } from '@open-ada/node-kit';
import type { MetricsLine, RunConfig } from '@open-ada/training';

/** An agent at one mark of its row, played on held-out tasks. */
export interface Look {
  /** The marks that it stands for, e.g. `steps-1000000`; `end` for an agent that is not trained. */
  marks: string[];
  steps: number;
  minutes: number;
  sha256: string;
  tasks: EvaluationResult['tasks'];
  k: EvaluationResult['k'];
  adaptationGain: EvaluationResult['adaptationGain'];
  /** `[task]`: number of the task's game; absent in files of version 0.1, whose intervals are over tasks. */
  games?: number[];
  /** `[k][task]`: score of the last trial. */
  scores: Record<string, number[]>;
  cleared?: EvaluationResult['cleared'];
}

/** All that is known of a row, raw, with what is needed to run it again. */
export interface RowResult {
  name: string;
  title: string;
  seed: number;
  /** The command that makes this file. */
  command: string;
  commit: string | null;
  machine: Record<string, unknown>;
  parameters: number;
  config?: RunConfig;
  teacher?: CheckpointOrigin;
  looks: Look[];
  /** A line every `logSeconds` of training. */
  curve: Pick<MetricsLine, 'steps' | 'minutes' | 'stepsPerSecond' | 'returnByTrial' | 'share' | 'learner'>[];
}

const fileOf = (out: string, name: string) => join(out, `${name}.json`);

export function readRow(out: string, name: string): RowResult | undefined {
  const file = fileOf(out, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RowResult) : undefined;
}

export function readRows(out: string): RowResult[] {
  if (!existsSync(out)) return [];
  const names = readdirSync(out).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => readRow(out, name.replace(/\.json$/, ''))!);
}

/** Small enough for a repository: scores to three digits, one line for each look and for the curve. */
export function writeRow(out: string, { looks, curve, ...about }: RowResult): void {
  const short = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  const lines = (list: readonly object[]) => list.map((each) => `    ${JSON.stringify(each, short)}`).join(',\n');
  const head = JSON.stringify(about, null, 2).replace(/\n\}$/, '');
  writeWhole(
    fileOf(out, about.name),
    `${head},\n  "looks": [\n${lines(looks)}\n  ],\n  "curve": [\n${lines(curve)}\n  ]\n}\n`,
  );
}
