import { Random, type Task } from '@open-ada/production-rules';
import { streamOf } from '../games/families.js';
import { drawKeepGame } from '../games/keep-game.js';
import { placeInWorld } from '../worlds/placement.js';
import type { GenerateOptions } from './generate-options.js';

/** Tiles along each side of the room, if none are asked for. */
const TILES = 4;
/** Lengths of a trial, seconds. */
const TRIAL_SECONDS = [8, 12, 16] as const;

/**
 * Generates a task of `keep`: the goal holds at the start, and the best that one can do is to leave it so.
 * @throws Error with one sentence if the options leave no room for the objects
 */
export function generateKeepTask(seed: number, options: GenerateOptions): Task {
  const { side, tiles = TILES, complexity = 0 } = options;
  const random = new Random(seed, streamOf('keep', side));
  const { goal, rules, hiding, types, close } = drawKeepGame(random, side);
  const crowd = { count: types.length, least: Math.min(types.length, 4), close };
  const { world, objects, avatar } = placeInWorld(random, { tiles, complexity }, crowd);
  return {
    version: 1,
    name: `keep ${side} ${seed}`,
    goal: [goal],
    rules,
    hiding,
    objects: random.shuffle(objects.map((at, i) => ({ type: types[i], at, size: 1, frozen: false }))),
    world,
    players: [{ at: avatar }],
    trialSeconds: options.trialSeconds ?? random.pick(TRIAL_SECONDS),
  };
}
