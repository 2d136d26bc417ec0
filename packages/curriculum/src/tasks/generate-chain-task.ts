import { Random, type Task } from '@open-ada/production-rules';
import { type ChainFamily, streamOf } from '../games/families.js';
import { type ChainGame, drawGame } from '../games/generate-game.js';
import { placeInWorld } from '../worlds/placement.js';
import { WorldDistance } from '../worlds/world-distance.js';
import type { GenerateOptions } from './generate-options.js';
import { solutionSeconds, trialLength, workOf } from './trial-length.js';

const TILES: Readonly<Record<ChainFamily, number>> = { trivial: 4, small: 4, medium: 5, full: 6 };
/** Complexity is drawn from 0 to 1 in so many equal steps, so that one world in five is flat. */
const COMPLEXITY_STEPS = 4;
/** Worlds drawn for a game until its solution is short enough for the longest trial; then comes another game. */
const WORLDS = 10;

/** A task, and the game that it is made of. */
export interface ChainTask {
  task: Task;
  game: ChainGame;
}

/**
 * A task of a chain family: a game built backwards from its goal, distractors (fewer where the room is small), and a trial of
 * 2.5 times what the solution needs, or more.
 * @throws Error with one sentence where the options leave no room for the objects
 */
export function generateChainTask(family: ChainFamily, seed: number, options: GenerateOptions): ChainTask {
  const { side, trialSeconds, tiles = TILES[family] } = options;
  const random = new Random(seed, streamOf(family, side));
  // Ends soon: every family has games that are over after a few steps.
  for (;;) {
    const game = drawGame(random, family, side);
    const complexity = options.complexity ?? random.int(COMPLEXITY_STEPS + 1) / COMPLEXITY_STEPS;
    for (let worlds = 0; worlds < WORLDS; worlds++) {
      const task = placeGame(random, game, { tiles, complexity }, trialSeconds);
      if (task !== undefined) return { task: { version: 1, name: `${family} ${side} ${seed}`, ...task }, game };
    }
  }
}

/** The game in a world with its trial length, or undefined where none is long enough. */
function placeGame(
  random: Random,
  game: ChainGame,
  world: { tiles: number; complexity: number },
  trialSeconds: number | undefined,
): Omit<Task, 'version' | 'name'> | undefined {
  const { needed, together } = game;
  const types = [...needed, ...game.distractors];
  const crowd = { count: types.length, least: needed.length + game.baits, close: together !== undefined };
  const { world: map, objects, avatar } = placeInWorld(random, world, crowd);
  const seconds = trialSeconds ?? trialLength(solutionSeconds(workOf(game, objects, avatar, new WorldDistance(map))));
  if (seconds === undefined) return undefined;
  const isFrozen = (i: number): boolean => together === 'frozen' && i < 2;
  return {
    goal: [game.goal],
    rules: game.all,
    hiding: game.hiding,
    objects: random.shuffle(objects.map((at, i) => ({ type: types[i], at, size: 1, frozen: isFrozen(i) }))),
    world: map,
    players: [{ at: avatar }],
    trialSeconds: seconds,
  };
}
