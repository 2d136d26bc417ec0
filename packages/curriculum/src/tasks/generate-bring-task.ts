import { OBJECT_TYPES, Random, type Task, TILE_SIZE } from '@open-ada/production-rules';
import { gamesOf } from '../games/enumerated-games.js';
import { streamOf } from '../games/families.js';
import { generateWorld } from '../worlds/generate-world.js';
import { type Placement, placeAll, placeInWorld } from '../worlds/placement.js';
import type { GenerateOptions } from './generate-options.js';

/** Tiles along each side of the room. In half of the rooms, random actions bring two objects together now and then. */
const TILES = [2, 2, 3, 4] as const;
/** Number of objects at the start, including the two of the goal, in a room of 2 x 2 tiles and in larger ones. */
const OBJECT_COUNT = { small: { min: 2, max: 3 }, large: { min: 3, max: 5 } } as const;
/**
 * Numbers of placements to draw. The placement with the smallest distance between the two objects is taken, so they
 * start anywhere from far apart to side by side.
 */
const PLACEMENTS = [1, 3, 12, 40] as const;

/**
 * Generates a task of `bring`: two objects that exist at the start must be near or touching. There are no rules.
 * @throws Error with one sentence if the options leave no room for the objects
 */
export function generateBringTask(seed: number, options: GenerateOptions): Task {
  const { side, trialSeconds = 8, complexity = 0 } = options;
  const random = new Random(seed, streamOf('bring', side));
  const { goal, needed } = random.pick(gamesOf('bring', side));
  const tiles = options.tiles ?? random.pick(TILES);
  const { min, max } = tiles === 2 ? OBJECT_COUNT.small : OBJECT_COUNT.large;
  const distractors = random.shuffle(OBJECT_TYPES.filter((type) => !needed.includes(type)));
  const types = [...needed, ...distractors].slice(0, min + random.int(max - min + 1));
  const world = generateWorld(random, { tiles, complexity: 0 });
  let best: (Placement & { world: Task['world'] }) | undefined;
  for (let left = random.pick(PLACEMENTS); left > 0; left--) {
    const drawn =
      complexity === 0
        ? { ...placeAll(random, tiles * TILE_SIZE, types.length), world }
        : placeInWorld(random, { tiles, complexity }, { count: types.length });
    if (best === undefined || gap(drawn) < gap(best)) best = drawn;
  }
  const { objects, avatar } = best!;
  return {
    version: 1,
    name: `bring ${side} ${seed}`,
    goal: [{ ...goal, arguments: [...goal.arguments] }],
    rules: [],
    hiding: { types: [], predicates: [] },
    objects: random.shuffle(objects.map((at, i) => ({ type: types[i], at, size: 1, frozen: false }))),
    world: best!.world,
    players: [{ at: avatar }],
    trialSeconds,
  };
}

/** Squared distance of the two objects of the goal, which come first. */
const gap = ({ objects: [[ax, az], [bx, bz]] }: Placement): number => (ax - bx) ** 2 + (az - bz) ** 2;
