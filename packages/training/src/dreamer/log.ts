import type { EpisodeResult } from '@open-ada/dreamer';
import { ReturnByTrial } from '../metrics/returns.js';

/** One line of `metrics.jsonl`: means since the previous line, unless said otherwise. */
export interface DreamerMetricsLine {
  /** Environment steps since the run began, and updates. */
  steps: number;
  updates: number;
  /** Minutes of training since the run began. */
  minutes: number;
  stepsPerSecond: number;
  /** Episodes that ended. */
  episodes: number;
  /** Absent where no episode ended. */
  return?: number;
  length?: number;
  /** Mean reward by trial, where the episodes have more than one. */
  returnByTrial?: number[];
  /** Metrics of the learner, under its own names. Empty where there was no update. */
  learner: Record<string, number>;
}

/** Collects the figures of one line. */
export class DreamerWindow {
  private readonly results: EpisodeResult[] = [];
  private readonly start = performance.now();

  constructor(private readonly stepsBefore: number) {}

  add(results: readonly EpisodeResult[]): void {
    this.results.push(...results);
  }

  get seconds(): number {
    return (performance.now() - this.start) / 1000;
  }

  line(at: Pick<DreamerMetricsLine, 'steps' | 'updates' | 'minutes' | 'learner'>): DreamerMetricsLine {
    const { results } = this;
    const mean = (of: (result: EpisodeResult) => number) =>
      results.reduce((sum, result) => sum + of(result), 0) / results.length;
    const trials = new ReturnByTrial();
    for (const { rewardByTrial } of results) trials.add(rewardByTrial);
    const returnByTrial = trials.means();
    const { learner, ...counters } = at;
    return {
      ...counters,
      stepsPerSecond: (at.steps - this.stepsBefore) / this.seconds,
      episodes: results.length,
      ...(results.length > 0 && { return: mean((each) => each.return), length: mean((each) => each.length) }),
      ...(returnByTrial.length > 1 && { returnByTrial }),
      learner,
    };
  }
}

/** The figures of a line, by TensorBoard tag; see `scalarsOf` for those of a teacher's run. */
export function dreamerScalars(line: DreamerMetricsLine): Record<string, number> {
  const { return: score, length, returnByTrial = [] } = line;
  return {
    ...(score !== undefined && { 'return/all': score, 'run/episodeLength': length! }),
    ...Object.fromEntries(returnByTrial.map((value, trial) => [`return/trial${trial + 1}`, value])),
    ...Object.fromEntries(Object.entries(line.learner).map(([name, value]) => [`learner/${name}`, value])),
    'run/stepsPerSecond': line.stepsPerSecond,
    'run/updates': line.updates,
    'run/minutes': line.minutes,
  };
}
