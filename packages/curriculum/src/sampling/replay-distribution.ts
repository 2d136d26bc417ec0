import type { Random } from '@open-ada/production-rules';

/**
 * Rank prioritisation of PLR (Jiang, Grefenstette and Rocktäschel 2021, section 3): weight (1 / rank)^(1 /
 * temperature). The highest score has rank 1. Equal scores are ranked in their order.
 * @param scores `[N]`
 * @returns `[N]`, probabilities
 */
export function rankProbabilities(scores: readonly number[], temperature: number): number[] {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
  const weights = new Array<number>(scores.length);
  order.forEach((i, place) => {
    weights[i] = (1 / (place + 1)) ** (1 / temperature);
  });
  return normalised(weights);
}

/**
 * Probabilities in proportion to the time since each task was last sampled. They are uniform if all ages are 0.
 * @param ages `[N]`, not negative
 */
export function stalenessProbabilities(ages: readonly number[]): number[] {
  return ages.some((age) => age > 0) ? normalised(ages) : ages.map(() => 1 / ages.length);
}

/** The mixture (1 - share) a + share b. */
export function mixture(a: readonly number[], b: readonly number[], share: number): number[] {
  return a.map((p, i) => (1 - share) * p + share * b[i]);
}

/** Draws an index with the given probabilities. */
export function drawIndex(random: Random, probabilities: readonly number[]): number {
  let left = random.float();
  const index = probabilities.findIndex((probability) => {
    left -= probability;
    return left < 0;
  });
  // Rounding can leave a remainder.
  return index < 0 ? probabilities.length - 1 : index;
}

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
