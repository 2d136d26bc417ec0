import { Random } from '@open-ada/production-rules';
import { type Games, resamples } from './games.js';

/** An interval `[low, high]`. */
export type Interval = [number, number];

/** Statistics of a list of scores, one score per task. */
export interface Summary {
  median: number;
  /** 20th percentile. */
  p20: number;
  mean: number;
  /** Fraction of tasks with a score above 0.8. */
  above08: number;
  ci95: { median: Interval; p20: Interval; mean: Interval; above08: Interval };
}

/** A mean with its interval. */
export interface Estimate {
  mean: number;
  ci95: Interval;
}

/** Number of bootstrap resamples. 50 values then lie beyond each end of a 95 % interval. */
const RESAMPLES = 2000;

/** Arithmetic mean; NaN for an empty list. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return values.length === 0 ? Number.NaN : sum / values.length;
}

/**
 * Quantile with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the default of R and
 * NumPy).
 * @param sorted ascending values; NaN if empty
 * @param p in [0, 1]
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

export function shareAbove(values: ArrayLike<number>, threshold: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > threshold) count++;
  return values.length === 0 ? Number.NaN : count / values.length;
}

/**
 * Percentile bootstrap over games (a cluster bootstrap: Davison and Hinkley 1997, section 3.8).
 * @param statistics maps the drawn task indices to a fixed number of statistics
 * @returns one 95 % interval per statistic
 */
export function bootstrap(games: Games, statistics: (drawn: Int32Array) => number[]): Interval[] {
  const columns: Float64Array[] = [];
  for (const [sample, drawn] of resamples(games, RESAMPLES).entries()) {
    const values = statistics(drawn);
    for (let s = 0; s < values.length; s++) {
      columns[s] ??= new Float64Array(RESAMPLES);
      columns[s][sample] = values[s];
    }
  }
  return columns.map((column) => {
    column.sort();
    return [quantile(column, 0.025), quantile(column, 0.975)];
  });
}

/** Median, 20th percentile, mean and fraction above 0.8 of `scores` `[tasks]`, each with its bootstrap interval. */
export function summarise(scores: ArrayLike<number>, games: Games): Summary {
  const order = Int32Array.from(scores, (_, task) => task).sort((a, b) => scores[a] - scores[b]);
  const sorted = Float64Array.from(order, (task) => scores[task]);
  const rank = new Int32Array(order.length);
  order.forEach((task, i) => {
    rank[task] = i;
  });
  const counts = new Int32Array(order.length);
  let sample = new Float64Array(order.length);
  // How often each rank was drawn. This gives a resample in ascending order without sorting it.
  const statistics = (drawn: Int32Array): number[] => {
    counts.fill(0);
    for (let i = 0; i < drawn.length; i++) counts[rank[drawn[i]]]++;
    if (sample.length < drawn.length) sample = new Float64Array(drawn.length);
    let size = 0;
    for (let i = 0; i < sorted.length; i++) for (let n = counts[i]; n > 0; n--) sample[size++] = sorted[i];
    const all = sample.subarray(0, size);
    return [quantile(all, 0.5), quantile(all, 0.2), mean(all), shareAbove(all, 0.8)];
  };
  const [median, p20, average, above08] = statistics(order);
  const intervals = bootstrap(games, statistics);
  return {
    median,
    p20,
    mean: average,
    above08,
    ci95: { median: intervals[0], p20: intervals[1], mean: intervals[2], above08: intervals[3] },
  };
}

/** Means over tasks of several lists `[tasks]`, each with its interval. */
export function estimateMeans(lists: readonly ArrayLike<number>[], games: Games): Estimate[] {
  const intervals = bootstrap(games, (drawn) => lists.map((values) => meanOf(values, drawn)));
  return lists.map((values, i) => ({ mean: mean(values), ci95: intervals[i] }));
}

function meanOf(values: ArrayLike<number>, drawn: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < drawn.length; i++) sum += values[drawn[i]];
  return sum / drawn.length;
}

/**
 * Mean of group means. The groups are fixed; only the values within them are a sample. Every resample therefore draws
 * within each group.
 * @param groups `[groups][values]`, all of the same length
 */
export function estimateWithinGroups(groups: readonly ArrayLike<number>[]): Estimate {
  const size = groups[0]?.length ?? 0;
  const random = new Random(1);
  const resampled = new Float64Array(RESAMPLES).map(() => {
    let sum = 0;
    for (const group of groups) for (let i = 0; i < size; i++) sum += group[random.int(size)];
    return sum / (size * groups.length);
  });
  resampled.sort();
  return { mean: mean(groups.map(mean)), ci95: [quantile(resampled, 0.025), quantile(resampled, 0.975)] };
}

/** Mean of `a - b` over tasks, with its interval. Both lists are `[tasks]` in the same order. */
export function pairedGain(a: ArrayLike<number>, b: ArrayLike<number>, games: Games): Estimate {
  return smallestPairedGain(a, [b], games);
}

/**
 * The smallest *mean* paired difference `a - b` over several references `b`. An example is the adaptation gain: the
 * smaller of (last - first trial) and (last trial - last trial of the memory-reset control). The minimum is taken over
 * the means, and again in every resample. The mean of each task's minimum would be negative for an agent that does not
 * change at all.
 */
export function smallestPairedGain(a: ArrayLike<number>, references: ArrayLike<number>[], games: Games): Estimate {
  const differences = references.map((b) => Float64Array.from(a, (value, task) => value - b[task]));
  const [ci95] = bootstrap(games, (drawn) => [Math.min(...differences.map((values) => meanOf(values, drawn)))]);
  return { mean: Math.min(...differences.map(mean)), ci95 };
}
