import { Random, type Task } from '@open-ada/production-rules';
import { type BuiltFamily, streamOf } from '../games/families.js';
import { type ChainGame, drawGame } from '../games/generate-game.js';
import type { GenerateOptions } from './generate-options.js';
import { placeInWorlds, TILES } from './place-game.js';

/** A task and the game that it was made from. */
export interface ChainTask {
  task: Task;
  game: ChainGame;
}

/**
 * Generates a task of a chain family: a game built backwards from its goal, distractors (fewer in a small room), and
 * a trial of at least 2.5 times the duration of the solution.
 * @throws Error with one sentence if the options leave no room for the objects
 */
export function generateChainTask(family: BuiltFamily, seed: number, options: GenerateOptions): ChainTask {
  const { side, trialSeconds, tiles = TILES[family] } = options;
  const random = new Random(seed, streamOf(family, side));
  // This loop ends soon, because every family has games that take only a few steps.
  for (;;) {
    const game = drawGame(random, family, side);
    const plateau = family === 'plateau';
    // The two objects of a negated goal stand together: one of them on a plateau would end the goal.
    if (plateau && game.together !== undefined) continue;
    const task = placeInWorlds(random, game, { tiles, complexity: options.complexity, trialSeconds, plateau });
    if (task !== undefined) return { task: { version: 1, name: `${family} ${side} ${seed}`, ...task }, game };
  }
}
