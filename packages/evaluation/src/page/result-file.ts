import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '@open-ada/node-kit';
import { sha256Hex } from '@open-ada/production-rules';
import type { ProbesResult } from '../probes/probes.js';
import type { EvaluationResult } from '../protocol/evaluate.js';

/** A stored result, with the commit of the code that produced it; null if unknown. */
export type Kept<R> = R & { commit: string | null };

export type AnyResult = Kept<EvaluationResult> | Kept<ProbesResult>;

/** JSON that people can read too: one line per task. */
function formatResult({ perTask, ...summary }: AnyResult): string {
  const head = JSON.stringify(summary, null, 2).replace(/\n\}$/, '');
  const rows = perTask.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  return `${head},\n  "perTask": [\n${rows}\n  ]\n}\n`;
}

/**
 * The name of a result's file. Its last part stands for everything that shaped the figures except the code: other
 * tasks, reference scores, trials, repeats, seed, mode or control give another file. So no evaluation replaces another,
 * and the same one again replaces itself.
 */
export function resultName(result: AnyResult): string {
  const { evaluation, version, checkpoint, tasks, k, repeats, seed, mode, cleared } = result;
  const what =
    evaluation === 'heldout' ? `heldout-${result.tasks.family}` : result.players === 2 ? 'probes-for-two' : 'probes';
  const { sha256, count, references, explorer, worldDifference } = tasks;
  const played = { sha256, count, references, explorer, worldDifference };
  const humans = evaluation === 'probes' && result.humansLeftOut !== undefined;
  const { coPlayer, solo } = result as Partial<EvaluationResult>;
  const pair = { ...(coPlayer && { coPlayer }), ...(solo && { solo }) };
  const shape = {
    ...{ version, played, ks: Object.keys(k), repeats, seed, mode, control: cleared !== undefined, humans },
    ...pair,
  };
  return `${what}-${checkpoint.sha256.slice(0, 8)}-${sha256Hex(JSON.stringify(shape)).slice(0, 8)}`;
}

/** @returns the file */
export function writeResult(directory: string, name: string, result: AnyResult): string {
  const file = join(directory, `${name}.json`);
  writeWhole(file, formatResult(result));
  return file;
}

/** The results of this version in a directory, by file name. Other files are ignored. */
export function readResults(directory: string): { file: string; result: AnyResult }[] {
  const names = readdirSync(directory).filter((name) => /^(heldout|probes)-.*\.json$/.test(name));
  return names.sort().flatMap((file) => {
    try {
      const result = JSON.parse(readFileSync(join(directory, file), 'utf8')) as AnyResult;
      return result.version === 3 ? [{ file, result }] : [];
    } catch {
      return [];
    }
  });
}
