import { gameKey, Random, type Task } from '@open-ada/production-rules';
import { type Family, streamOf } from '../games/families.js';
import type { OwnFamily } from '../games/own-families.js';
import { isOnSide } from '../games/split.js';
import type { GenerateOptions } from './generate-options.js';

/** Draws after which a family counts as having no game on a side. */
const MOST_DRAWS = 1000;

/**
 * Generates a task of a registered family, with a game of the side.
 * @throws Error in one sentence if the family draws no such game
 */
export function generateOwnTask({ name, generate }: OwnFamily, seed: number, options: GenerateOptions): Task {
  const { side, ...wanted } = options;
  const random = new Random(seed, streamOf(name as Family, side));
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const task = generate(random, wanted);
    if (isOnSide(gameKey(task), side)) return task;
  }
  throw new Error(`The family "${name}" has no ${side} game: of ${MOST_DRAWS} draws none lies on that side.`);
}
