import { Random, type Task } from '@open-ada/production-rules';
import { type ChainFamily, streamOf } from '../games/families.js';
import { type ChainGame, drawGame } from '../games/generate-game.js';
import { placeInWorld } from '../worlds/placement.js';
import { WorldDistance } from '../worlds/world-distance.js';
import type { GenerateOptions } from './generate-options.js';
import { solutionSeconds, trialLength, workOf } from './trial-length.js';

const TILES: Readonly<Record<ChainFamily, number>> = { trivial: 4, small: 4, medium: 5, full: 6 };
/** Complexity is drawn from 0 to 1 in this many equal steps, so one world in five is flat. */
const COMPLEXITY_STEPS = 4;
/**
 * Number of worlds to draw for a game until its solution fits into the longest trial. After that, another game is
 * drawn.
 */
const WORLDS = 10;

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
export function generateChainTask(family: ChainFamily, seed: number, options: GenerateOptions): ChainTask {
  const { side, trialSeconds, tiles = TILES[family] } = options;
  const random = new Random(seed, streamOf(family, side));
  // This loop ends soon, because every family has games that take only a few steps.
  for (;;) {
    const game = drawGame(random, family, side);
    const complexity = options.complexity ?? random.int(COMPLEXITY_STEPS + 1) / COMPLEXITY_STEPS;
    for (let worlds = 0; worlds < WORLDS; worlds++) {
      const task = placeGame(random, game, { tiles, complexity }, trialSeconds);
      if (task !== undefined) return { task: { version: 1, name: `${family} ${side} ${seed}`, ...task }, game };
    }
  }
}

/** Places a game in a world and sets its trial length. Returns undefined if no trial length is long enough. */
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
