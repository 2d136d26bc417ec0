import { Random, type Task } from '@open-ada/production-rules';
import { streamOf } from '../games/families.js';
import { drawPairGame, type PairGame } from '../games/pair-game.js';
import type { GenerateOptions } from './generate-options.js';
import { placeInWorlds, TILES } from './place-game.js';

/** A task for two players and the game that it was made from. */
export interface PairTask {
  task: Task;
  game: PairGame;
}

/**
 * Generates a task of `pairs`, in a room as large as the family of its game for one player has. A trial is at least
 * 2.5 times as long as one player would need that could do everything alone.
 * @throws NoRoomError if the options leave no room for the objects
 */
export function generatePairTask(seed: number, { side, trialSeconds, tiles, complexity }: GenerateOptions): PairTask {
  const random = new Random(seed, streamOf('pairs', side));
  for (;;) {
    const game = drawPairGame(random, side);
    const world = { tiles: tiles ?? TILES[game.family], complexity, trialSeconds };
    const task = placeInWorlds(random, game, world, { hiding: game.secondHiding, frozen: game.frozen });
    if (task !== undefined) return { task: { version: 1, name: `pairs ${side} ${seed}`, ...task }, game };
  }
}
