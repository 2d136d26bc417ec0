import { OBJECT_TYPES, Random, type Task, TILE_SIZE } from '@open-ada/production-rules';
import { gamesOf } from '../games/enumerated-games.js';
import { type EnumeratedFamily, type Family, isChain, isPair, streamOf } from '../games/families.js';
import { ownFamily } from '../games/own-families.js';
import { generateWorld } from '../worlds/generate-world.js';
import { placeAll, placeInWorld } from '../worlds/placement.js';
import { generateBringTask } from './generate-bring-task.js';
import { generateChainTask } from './generate-chain-task.js';
import { generateKeepTask } from './generate-keep-task.js';
import type { GenerateOptions } from './generate-options.js';
import { generateOwnTask } from './generate-own-task.js';
import { generatePairTask } from './generate-pair-task.js';

/**
 * Number of objects at the start, including distractors. Memory pays in a family only if searching is costly. With
 * few candidates, an agent without memory is nearly as good. Even a few objects give many pairs.
 */
const OBJECT_COUNT: Record<EnumeratedFamily, { min: number; max: number }> = {
  hold: { min: 3, max: 8 },
  'make-by-hold': { min: 5, max: 8 },
  'make-by-near': { min: 3, max: 6 },
};

/**
 * Generates one task of a family: a game of the side in a flat room or a layered world. It is a pure function of its
 * arguments and gives the same result on every platform.
 * @param seed any safe integer; the two sides of a family use different random streams
 * @throws Error with one sentence if the options are out of range or leave no room for the family's objects
 */
export function generateTask(family: Family, seed: number, options: GenerateOptions): Task {
  const own = ownFamily(family);
  if (own) return generateOwnTask(own, seed, options);
  if (isChain(family)) return generateChainTask(family, seed, options).task;
  if (isPair(family)) return generatePairTask(seed, options).task;
  if (family === 'bring') return generateBringTask(seed, options);
  return family === 'keep' ? generateKeepTask(seed, options) : generateEnumeratedTask(family, seed, options);
}

/**
 * Draws a uniform game of the side with 3-8 objects of distinct types and hidden rules. Only `hold` has the goal's
 * object.
 */
function generateEnumeratedTask(family: EnumeratedFamily, seed: number, options: GenerateOptions): Task {
  const { side, trialSeconds = 8, tiles = 4, complexity = 0 } = options;
  const random = new Random(seed, streamOf(family, side));
  const { goal, rules, needed, wanted } = random.pick(gamesOf(family, side));
  const { min, max } = OBJECT_COUNT[family];
  const count = min + random.int(max - min + 1);
  const distractors = random.shuffle(OBJECT_TYPES.filter((type) => type !== wanted && !needed.includes(type)));
  const types = random.shuffle([...needed, ...distractors.slice(0, count - needed.length)]);
  const { world, objects, avatar } =
    complexity === 0
      ? { ...placeAll(random, tiles * TILE_SIZE, count), world: generateWorld(random, { tiles, complexity }) }
      : placeInWorld(random, { tiles, complexity }, { count });
  return {
    version: 1,
    name: `${family} ${side} ${seed}`,
    goal: [copyPredicate(goal)],
    rules: rules.map((rule) => ({ ...rule, condition: copyPredicate(rule.condition), spawns: [...rule.spawns] })),
    hiding: { types: [], predicates: [] },
    objects: types.map((type, i) => ({ type, at: objects[i], size: 1, frozen: false })),
    world,
    players: [{ at: avatar }],
    trialSeconds,
  };
}

/** Copies a predicate, because a task owns its data and games are shared between all tasks of a side. */
function copyPredicate(predicate: Task['goal'][number]): Task['goal'][number] {
  return { ...predicate, arguments: [...predicate.arguments] };
}
