import type { Random } from '@open-ada/production-rules';
import * as z from 'zod';

const TWO_32 = 2 ** 32;

/**
 * A set of tasks of a stated size: those of the seeds `first`, ..., `first + size - 1`. Absent: 2^32 seeds, each in
 * any world.
 */
export const seedPoolSettings = z
  .strictObject({
    first: z.int().min(0).meta({ description: 'First seed of the pool of tasks.', defaultText: 'no pool' }),
    size: z.int().min(1).meta({
      description: 'Seeds of the pool: training has this many tasks of a family, each in one world.',
      defaultText: 'no pool: 2^32 seeds, each in any world',
      unit: 'tasks',
      paper: 'AdA: 2e8 and 2.5e10',
    }),
  })
  .refine(({ first, size }) => Number.isSafeInteger(first + size), { error: 'must end below 2^53' });
export type SeedPool = z.infer<typeof seedPoolSettings>;

/** Draws a uniform seed of a pool (bias at most size / 2^64). */
export function drawPoolSeed(random: Random, { first, size }: SeedPool): number {
  if (size <= TWO_32) return first + random.int(size);
  const blocks = Math.ceil(size / TWO_32);
  for (;;) {
    const seed = random.int(blocks) * TWO_32 + random.int(TWO_32);
    if (seed < size) return first + seed;
  }
}
