import { clock, foldWords } from '@open-ada/node-kit/terminal';
import type { RunConfig } from '../config/config.js';
import type { LogLine } from '../metrics/scalars.js';
import { count, percent } from './words.js';

/**
 * Steps after which agents from scratch begin to adapt, by preset, and in how many runs that was seen:
 * docs/results/adaptation.md (rewards alone) and docs/results/imitation.md (with the explorer).
 */
const ADAPTS: Record<string, { steps: readonly number[]; labels: string; runs: number }> = {
  laptop: { steps: [4e6, 5e6], labels: 'none', runs: 3 },
  imitation: { steps: [2e6], labels: 'explorer', runs: 1 },
};

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

/**
 * `threads: world 17, acting 32, learning 45 %`: what the threads did. Left out where nothing was played, as in the last
 * iteration of a run.
 */
function shares({ share }: LogLine): string[] {
  if (share.simulate === 0) return [];
  const parts = [
    `world ${percent(share.simulate)}`,
    `acting ${percent(share.infer)}`,
    ...(share.label > 0 ? [`labels ${percent(share.label)}`] : []),
    `learning ${percent(share.learn)} %`,
  ];
  return [`threads: ${parts.join(', ')}`];
}

export function stepsInWords({ steps, stepsPerSecond }: Progress, config: Budget): string {
  const all = config.steps > 0 ? ` / ${count(config.steps)}` : '';
  return `${count(steps)}${all} steps, ${count(stepsPerSecond)}/s`;
}

/** When adaptation usually shows, for a run from scratch for which that is known. */
function adaptationInWords({ steps, stepsPerSecond }: LogLine, config: RunConfig): string | undefined {
  const { preset, family, initial, distillation, labels, size } = config;
  const known = ADAPTS[preset];
  const fits = labels === known?.labels && family === 'staged' && size === 'laptop-teacher' && initial === '';
  if (!fits || distillation || steps >= known.steps[known.steps.length - 1] || stepsPerSecond === 0) return undefined;
  const marks = known.steps.map((at) => at / 1e6).join(' to ');
  const times = known.steps.map((at) => clock(Math.max(0, at - steps) / stepsPerSecond)).join(' to ');
  const seen =
    known.runs === 1 ? `showed at ${marks} million steps in one run` : `usually shows at ${marks} million steps`;
  return `adaptation ${seen}: here in ${times}`;
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
  const facts = [timeInWords(line, config), stepsInWords(line, config), ...shares(line)];
  const adaptation = adaptationInWords(line, config);
  return [
    ...foldWords([config.run, ...facts], '  ', width),
    ...foldWords(teachingInWords(line, config), '  ', width),
    ...(adaptation === undefined ? [] : foldWords(adaptation.split(' '), ' ', width)),
  ];
}
