import type { Random } from '@open-ada/production-rules';

const TWO_32 = 2 ** 32;

/**
 * A set of tasks of known size: those of the seeds `first`, ..., `first + size - 1`. AdA compares pools of 2e8 and
 * 2.5e10.
 */
export interface SeedPool {
  first: number;
  size: number;
}

/** @throws Error with one sentence if the seeds of the pool are not safe integers */
export function checkSeedPool({ first, size }: SeedPool): void {
  if (Number.isSafeInteger(first) && first >= 0 && Number.isSafeInteger(size) && size >= 1) {
    if (Number.isSafeInteger(first + size)) return;
  }
  throw new Error(
    `A pool needs a first seed of at least 0 and a size of at least 1, whole numbers below 2^53 together, not ${first} and ${size}.`,
  );
}

/** Draws a uniform seed of a pool (bias at most size / 2^64). */
export function drawPoolSeed(random: Random, { first, size }: SeedPool): number {
  if (size <= TWO_32) return first + random.int(size);
  const blocks = Math.ceil(size / TWO_32);
  for (;;) {
    const seed = random.int(blocks) * TWO_32 + random.int(TWO_32);
    if (seed < size) return first + seed;
  }
}
