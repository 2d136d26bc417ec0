import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HELD_OUT_FAMILIES } from '@open-ada/curriculum';
import { InputError, readText } from '@open-ada/node-kit';
import { type AnyResult, type Kept, readResults, writeResult } from '../page/result-file.js';
import type { ProbesResult } from '../probes/probes.js';
import type { EvaluationResult } from '../protocol/evaluate.js';

/** Names of the released agents: `checkpoints/NAME.safetensors`. */
export const RELEASED = ['teacher', 'student'] as const;
export type Released = (typeof RELEASED)[number];

/** A held-out result without the task descriptions, as released beside the agent. */
export type HeldOutScores = Omit<Kept<EvaluationResult>, 'perTask'>;

/** The score files of one released agent. */
export interface ReleasedScores {
  agent: Released;
  families: HeldOutScores[];
  probes: Kept<ProbesResult>;
}

const fileOf = (directory: string, agent: Released, what: string) => join(directory, `${agent}.${what}.json`);

/** @throws InputError if a score file is missing, of another version or of another agent */
export function readReleasedScores(directory: string, agent: Released): ReleasedScores {
  const sha256 = agentHash(directory, agent);
  const read = <R extends AnyResult>(what: string): R => {
    const file = fileOf(directory, agent, what);
    const result = parse(readText(file)) as R | undefined;
    if (result?.version !== 3 || result.checkpoint?.sha256 !== sha256) {
      throw new InputError(`${file} is no score file of version 3 of ${agent}.safetensors; evaluate that agent again.`);
    }
    return result;
  };
  return {
    agent,
    families: HELD_OUT_FAMILIES.map((family) => read<Kept<EvaluationResult>>(family)),
    probes: read<Kept<ProbesResult>>('probes'),
  };
}

/**
 * Copies the results of the released agents from the directory of an evaluation.
 * @returns the files written
 * @throws InputError if two results would become the same file; nothing is then written
 */
export function takeScores(from: string, directory: string): string[] {
  if (!existsSync(from)) throw new InputError(`there is no directory ${from} of results.`);
  const byHash = new Map(RELEASED.map((agent) => [agentHash(directory, agent), agent]));
  const taken = new Map<string, { file: string; result: AnyResult }>();
  for (const { file, result } of readResults(from)) {
    const agent = byHash.get(result.checkpoint.sha256);
    if (!agent) continue;
    const name = `${agent}.${result.evaluation === 'heldout' ? result.tasks.family : 'probes'}`;
    const other = taken.get(name)?.file;
    if (other !== undefined) {
      throw new InputError(
        `${from} has two results for ${name}.json, ${other} and ${file}; move the one that is not published elsewhere.`,
      );
    }
    taken.set(name, { file, result });
  }
  return [...taken].map(([name, { result }]) => writeResult(directory, name, shortened(result)));
}

/**
 * Shortens a result. Four digits of each task are enough for paired comparisons, and the task descriptions are in their
 * own file.
 */
function shortened(result: AnyResult): AnyResult {
  const digits = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(4)) : value;
  const perTask = (result.perTask as object[]).map((row) => {
    const {
      goal: _goal,
      rules: _rules,
      trialSeconds: _seconds,
      tests: _tests,
      ...scores
    } = row as Record<string, unknown>;
    return JSON.parse(JSON.stringify(scores, digits));
  });
  return { ...result, perTask };
}

function agentHash(directory: string, agent: Released): string {
  const file = join(directory, `${agent}.safetensors`);
  if (!existsSync(file)) throw new InputError(`there is no released agent ${file}.`);
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
