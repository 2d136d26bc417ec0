import { OBJECT_TYPES, Random, type Task, TILE_SIZE } from '@open-ada/production-rules';
import { FAMILIES, type Family, gamesOf, type Side } from './families.js';
import { placeAll } from './placement.js';

export interface GenerateOptions {
  side: Side;
  /** Length of a trial, seconds. Default 8. */
  trialSeconds?: number;
  /** Tiles (2 m) along each side of the square room. Default 4. */
  tiles?: number;
}

/** Objects at the start, distractors included. */
const OBJECT_COUNT = { min: 3, max: 6 } as const;

/**
 * One task of a family, a pure function of its arguments with the same result on every platform: a uniform game of the
 * side, 3-6 objects of distinct types (the goal's object only in `hold`), a flat room, hidden rules.
 * @param seed any safe integer; the two sides of a family use different streams of it
 */
export function generateTask(family: Family, seed: number, options: GenerateOptions): Task {
  const { side, trialSeconds = 8, tiles = 4 } = options;
  const random = new Random(seed, 1 + 2 * FAMILIES.indexOf(family) + (side === 'held-out' ? 1 : 0));
  const { goal, rules, needed, wanted } = random.pick(gamesOf(family, side));
  const count = OBJECT_COUNT.min + random.int(OBJECT_COUNT.max - OBJECT_COUNT.min + 1);
  const distractors = random.shuffle(OBJECT_TYPES.filter((type) => type !== wanted && !needed.includes(type)));
  const types = random.shuffle([...needed, ...distractors.slice(0, count - needed.length)]);
  const { objects, avatar } = placeAll(random, tiles * TILE_SIZE, count);
  return {
    version: 1,
    name: `${family} ${side} ${seed}`,
    goal: [copyPredicate(goal)],
    rules: rules.map((rule) => ({ ...rule, condition: copyPredicate(rule.condition), spawns: [...rule.spawns] })),
    hiding: { types: [], predicates: [] },
    objects: types.map((type, i) => ({ type, at: objects[i], size: 1, frozen: false })),
    world: { rows: Array.from({ length: tiles }, () => '0'.repeat(tiles)) },
    players: [{ at: avatar }],
    trialSeconds,
  };
}

/** A task owns its data: games are shared between all tasks of a side. */
function copyPredicate(predicate: Task['goal'][number]): Task['goal'][number] {
  return { ...predicate, arguments: [...predicate.arguments] };
}
