import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Interrupted, readCheckpoint, writeWhole } from '@open-ada/evaluation';
import { type MetricsLine, mergeConfig, newestCheckpoint, type RunConfig, train } from '@open-ada/training';
import { playHeldOut } from '../experiment/held-out.js';
import { curveOf } from '../experiment/train-row.js';
import { VARIATIONS } from './variations.js';

export interface AblationOptions {
  frames: number;
  seed: number;
  /** Of the run; the automatic ladder by default. */
  family: string;
  /** Held-out families that are played afterwards. */
  evaluate: string[];
  count: number;
  trials: number[];
  /** Run directories. */
  runs: string;
  out: string;
}

/** What a variation led to; raw, with all that is needed to run it again. */
interface Ablation {
  variation: string;
  config: RunConfig;
  commit: string | null;
  frames: number;
  minutes: number;
  /** A line every `logSeconds` of training. */
  curve: { frames: number; minutes: number; families: MetricsLine['families'] }[];
  learner: Record<string, number>;
  evaluations: Record<string, object>;
}

/**
 * Trains each variation for so many frames and plays it on held-out tasks. What is finished is not done again, and what was interrupted goes on:
 * the same command continues, as long as the variations mean the same.
 */
export async function ablate(
  names: readonly string[],
  options: AblationOptions,
  commit: string | null,
  signal: AbortSignal,
): Promise<void> {
  mkdirSync(options.out, { recursive: true });
  for (const name of names) {
    const title = options.seed === 1 ? name : `${name}-seed-${options.seed}`;
    const file = join(options.out, `${title}.json`);
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as Ablation).config.frames === options.frames)
      continue;
    process.stderr.write(`${title}: training\n`);
    const run = join(options.runs, title);
    const { frames, seed, family } = options;
    const config = mergeConfig({ ...VARIATIONS[name], run, frames, seed, family, probeMinutes: 0 });
    const outcome = await train(config, {
      signal,
      commit: commit ?? undefined,
      onMetrics: (line) =>
        process.stderr.write(`${title}: ${line.frames.toLocaleString('en')} frames, ${line.curriculum}\n`),
    });
    if (outcome.status === 'interrupted') throw new Interrupted('interrupted; the same command goes on from there.');
    const evaluations: Ablation['evaluations'] = {};
    for (const each of options.evaluate) {
      process.stderr.write(`${title}: playing ${options.count} held-out tasks of ${each}\n`);
      evaluations[each] = await score(run, each, options, signal);
    }
    const lines = curveOf(run);
    const { minutes } = outcome;
    const curve = lines.map((line) => ({ frames: line.frames, minutes: line.minutes, families: line.families }));
    const last = lines[lines.length - 1];
    const found = {
      variation: name,
      config,
      commit,
      frames: outcome.frames,
      minutes,
      curve,
      learner: last.learner,
      evaluations,
    };
    writeWhole(file, `${JSON.stringify(found)}\n`);
    process.stdout.write(`${rowsOf(title, found).join('\n')}\n`);
  }
}

/** The header of the table whose rows `ablate` prints. */
export const HEADER =
  '| variation | frames | minutes | frames/s | family | k = first | k = last | memory cleared | adaptation gain [95 %] |\n' +
  '|---|---|---|---|---|---|---|---|---|';

async function score(run: string, family: string, options: AblationOptions, signal: AbortSignal): Promise<object> {
  const { found } = newestCheckpoint(join(run, 'checkpoints'));
  const checkpoint = readCheckpoint(join(found!.path, 'agent.safetensors'));
  const { count, trials: ks } = options;
  const result = await playHeldOut(checkpoint, family, { count, ks, control: true, signal });
  const { perTask: _, ...summary } = result;
  return summary;
}

interface Scores {
  k: Record<string, { mean: number }>;
  cleared: { k: Record<string, { mean: number }> };
  adaptationGain: { mean: number; ci95: [number, number] };
}

function rowsOf(title: string, { frames, minutes, evaluations }: Ablation): string[] {
  const digits = (x: number) => x.toFixed(3).replace(/^(-?)0/, '$1');
  return Object.entries(evaluations).map(([family, result]) => {
    const { k, cleared, adaptationGain } = result as Scores;
    const ks = Object.keys(k).map(Number);
    const [first, last] = [Math.min(...ks), Math.max(...ks)];
    const interval = adaptationGain.ci95.map(digits).join(', ');
    const cells = [
      title,
      frames.toLocaleString('en'),
      minutes.toFixed(1),
      Math.round(frames / minutes / 60).toLocaleString('en'),
      family,
      digits(k[first].mean),
      digits(k[last].mean),
      digits(cleared.k[last].mean),
      `${digits(adaptationGain.mean)} [${interval}]`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
}
