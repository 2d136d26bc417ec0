import { clock, foldWords } from '@open-ada/node-kit/terminal';
import type { RunConfig } from '../config/config.js';
import type { LogLine } from '../metrics/scalars.js';
import { count, percent } from './words.js';

/** Steps after which agents from scratch begin to adapt: docs/results/adaptation.md, three seeds of the preset. */
const ADAPTS = [4e6, 5e6] as const;

/** The part of a line, and of a run's settings, that says how far the run is. */
export type Progress = Pick<LogLine, 'minutes' | 'steps' | 'stepsPerSecond'>;
export type Budget = Pick<RunConfig, 'steps' | 'minutes'>;

/** Time so far and the budget's, of the budget that is spent first. */
export function timeInWords({ minutes, steps, stepsPerSecond }: Progress, config: Budget): string {
  const seconds = 60 * minutes;
  const bySteps = config.steps > 0 ? (config.steps - steps) / stepsPerSecond : Number.POSITIVE_INFINITY;
  const byMinutes = config.minutes > 0 ? 60 * config.minutes - seconds : Number.POSITIVE_INFINITY;
  if (byMinutes < Number.POSITIVE_INFINITY && byMinutes <= bySteps)
    return `${clock(seconds)} / ${clock(60 * config.minutes)}`;
  if (config.steps === 0 || stepsPerSecond === 0) return clock(seconds);
  return `${clock(seconds)} / about ${clock(seconds + Math.max(0, bySteps))}`;
}

/** `sim 17, act 32, learn 45 %`: what the threads did. */
function shares({ share }: LogLine): string {
  const parts = [
    `world ${percent(share.simulate)}`,
    `acting ${percent(share.infer)}`,
    ...(share.label > 0 ? [`labels ${percent(share.label)}`] : []),
    `learning ${percent(share.learn)} %`,
  ];
  return `threads: ${parts.join(', ')}`;
}

export function stepsInWords({ steps, stepsPerSecond }: Progress, config: Budget): string {
  const all = config.steps > 0 ? ` / ${count(config.steps)}` : '';
  return `${count(steps)}${all} steps, ${count(stepsPerSecond)}/s`;
}

/** When adaptation usually shows, for a run from scratch for which that is known. */
function adaptationInWords({ steps, stepsPerSecond }: LogLine, config: RunConfig): string | undefined {
  const { preset, family, initial, distillation, labels, size } = config;
  const known = preset === 'laptop' && family === 'staged' && size === 'laptop-teacher' && initial === '';
  if (!known || distillation || labels !== 'none' || steps >= ADAPTS[1] || stepsPerSecond === 0) return undefined;
  const [from, to] = ADAPTS.map((at) => clock(Math.max(0, at - steps) / stepsPerSecond));
  const [first, last] = ADAPTS.map((at) => at / 1e6);
  return `adaptation usually shows at ${first} to ${last} million steps: in ${from} to ${to}`;
}

/**
 * The weight of each tutor, and how far the agent is from it: its KL divergence from a teacher, and the probability
 * that it does what the script would do. Empty once both are gone.
 */
export function teachingInWords({ learner }: LogLine, { labels }: RunConfig): string[] {
  const { teacherWeight, teacherKl, imitationWeight, labelProbability } = learner;
  return [
    ...(teacherWeight === undefined ? [] : [`teacher: weight ${teacherWeight.toFixed(2)}, KL ${teacherKl.toFixed(3)}`]),
    ...(imitationWeight === undefined
      ? []
      : [`${labels}: weight ${imitationWeight.toFixed(2)}, followed in ${percent(labelProbability)} % of the steps`]),
  ];
}

/** The lines above the scores. */
export function headLines(line: LogLine, config: RunConfig, width: number): string[] {
  const facts = [timeInWords(line, config), stepsInWords(line, config), shares(line)];
  const adaptation = adaptationInWords(line, config);
  return [
    ...foldWords([config.run, ...facts], '  ', width),
    ...foldWords(teachingInWords(line, config), '  ', width),
    ...(adaptation === undefined ? [] : foldWords(adaptation.split(' '), ' ', width)),
  ];
}
