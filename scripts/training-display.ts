// The display of a training run: one line that is rewritten on a terminal, plain lines elsewhere.
import type { MetricsLine, PeriodicEvalResult, RunConfig } from '@open-ada/training';

const decimals = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(' ');

function duration(minutes: number): string {
  if (!Number.isFinite(minutes)) return '?';
  if (minutes < 1.5) return `${Math.round(minutes * 60)} s`;
  return minutes < 90 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** Minutes until the first of the two budgets is spent. */
function remaining(line: MetricsLine, config: RunConfig): number {
  const bySteps = (config.steps - line.steps) / (60 * line.stepsPerSecond);
  const byMinutes = config.minutes - line.minutes;
  return Math.max(
    0,
    Math.min(
      config.steps > 0 ? bySteps : Number.POSITIVE_INFINITY,
      config.minutes > 0 ? byMinutes : Number.POSITIVE_INFINITY,
    ),
  );
}

/**
 * The weight of each tutor, and how far the agent is from it: its KL divergence from a teacher, and the probability
 * that it does what the script would do. Empty once both are gone.
 */
function teaching({ learner }: MetricsLine, { labels }: RunConfig): string[] {
  const { teacherWeight, teacherKl, imitationWeight, labelProbability } = learner;
  const percent = (fraction: number) => `${Math.round(100 * fraction)} %`;
  return [
    ...(teacherWeight === undefined ? [] : [`teacher: weight ${teacherWeight.toFixed(2)}, kl ${teacherKl.toFixed(3)}`]),
    ...(imitationWeight === undefined
      ? []
      : [`${labels}: weight ${imitationWeight.toFixed(2)}, followed ${percent(labelProbability)}`]),
  ];
}

export function describeProgress(line: MetricsLine, config: RunConfig): string {
  const families = Object.entries(line.families).map(
    ([name, { returnByTrial }]) => `${name} ${decimals(returnByTrial)}`,
  );
  const { simulate, infer, learn } = line.share;
  const shares = [simulate, infer, learn].map((share) => Math.round(100 * share)).join('/');
  return [
    `${duration(line.minutes)}, ${duration(remaining(line, config))} left`,
    `${line.steps.toLocaleString('en')} steps, ${Math.round(line.stepsPerSecond).toLocaleString('en')}/s (sim/infer/learn ${shares} %)`,
    `reward by trial: ${families.join('; ')}`,
    ...teaching(line, config),
  ].join(' | ');
}

export function describePeriodicEval(periodicEval: PeriodicEvalResult): string {
  const lines = Object.entries(periodicEval.families).map(([family, of]) => {
    const gain = `${of.gainFromMemory >= 0 ? '+' : ''}${of.gainFromMemory.toFixed(1)}`;
    return (
      `  ${family}, ${of.tasks} held-out tasks: reward by trial ${decimals(of.returnByTrial)}` +
      ` | memory reset ${decimals(of.clearedReturnByTrial)}` +
      ` | gain from memory ${gain} +- ${of.gainFromMemoryError.toFixed(1)}`
    );
  });
  return ['periodic evaluation of memory:', ...lines].join('\n');
}

/** Writes to standard error, so that standard output stays free. */
export class TrainingDisplay {
  private readonly terminal = process.stderr.isTTY === true;
  private shownEval?: PeriodicEvalResult;
  private taught = false;
  private lineOpen = false;

  constructor(private readonly config: RunConfig) {}

  note(text: string): void {
    this.closeLine();
    process.stderr.write(`${text}\n`);
  }

  metrics(line: MetricsLine & { periodicEval?: PeriodicEvalResult }): void {
    const taught = line.learner.teacherWeight !== undefined;
    if (this.taught && !taught) this.note('the teacher is gone: from here on the student learns alone');
    this.taught = taught;
    const text = describeProgress(line, this.config);
    if (this.terminal) {
      const width = (process.stderr.columns ?? 120) - 1;
      process.stderr.write(`\r\x1b[2K${text.slice(0, width)}`);
      this.lineOpen = true;
    } else {
      process.stderr.write(`${text}\n`);
    }
    if (line.periodicEval && line.periodicEval !== this.shownEval) {
      this.shownEval = line.periodicEval;
      this.note(describePeriodicEval(line.periodicEval));
    }
  }

  closeLine(): void {
    if (this.lineOpen) process.stderr.write('\n');
    this.lineOpen = false;
  }
}
