import { OBJECT_TYPES } from '@open-ada/production-rules';
import type { ChainFamily } from './families.js';
import { GAME_RANGES } from './generate-game.js';

const TYPES = OBJECT_TYPES.length;

const pairs = (n: number): number => (n * (n - 1)) / 2;

/** Sets of up to two of n distractor types: what a rule may spawn besides. */
const spawnSets = (n: number): number => 1 + n + pairs(n);

/**
 * How many goals there are with a chain of `length` rules that spawn nothing besides, by the number of types that they name.
 *
 * Without rules: 4 predicates about the player and one of 12 types; near, not near, touching and not see about two: 4 * 12 +
 * 4 * 66. With rules each step back names one or two of the types that are left, in 4 forms about the player and in 2 about
 * two objects; of two, either may be the one that the rule before makes, but at the first rule none is made.
 * @returns [13]: at index u the number of those that name u types
 */
export function countSkeletons(length: number): number[] {
  const counts = new Array<number>(TYPES + 1).fill(0);
  if (length === 0) {
    counts[1] = 4 * TYPES;
    counts[2] = 4 * pairs(TYPES);
    return counts;
  }
  const extend = (used: number, left: number, ways: number, singles = 4): void => {
    if (left === 0) {
      counts[used] += ways;
      return;
    }
    const free = TYPES - used;
    const targets = left > 1 ? 2 : 1;
    extend(used + 1, left - 1, ways * singles * free);
    extend(used + 2, left - 1, ways * 2 * pairs(free) * targets);
  };
  extend(1, length, 4 * TYPES);
  // Either of two objects can be the one that is made: near, touching; and see, which a rule on seeing must not bring about.
  extend(2, length, 2 * pairs(TYPES) * 2);
  extend(2, length, pairs(TYPES) * 2, 3);
  // Not near: one of the two frozen objects is destroyed by near or touching a third one.
  extend(3, length - 1, pairs(TYPES) * 2 * 2 * (TYPES - 2));
  return counts;
}

/** Sets of `count` conditions on n distractor types alone, 0 to 2 of them, by how many types they name. */
export function distractorConditions(n: number, count: number): [named: number, ways: number][] {
  // About the player and one type in 4 forms; about two types in 2.
  if (count === 0) return [[0, 1]];
  if (count === 1) {
    return [
      [1, 4 * n],
      [2, 2 * pairs(n)],
    ];
  }
  return [
    [1, pairs(4) * n],
    [2, 16 * pairs(n) + 2 * 4 * 2 * pairs(n) + pairs(n)],
    [3, 4 * 2 * pairs(n) * (n - 2) + 4 * n * pairs(n - 1)],
    [4, (4 * pairs(n) * pairs(n - 2)) / 2],
  ];
}

/**
 * Bounds of the number of distinct games (by `gameKey`) of a family, both sides together.
 *
 * `least` counts the games whose dead ends name distractors only, exactly: skeletons (`countSkeletons`) x sets of conditions on
 * the f types left x what each rule spawns besides, up to two of the types that no rule names. `most` lets dead ends have any of
 * the 4 * 12 + 2 * 66 conditions and spawn any of the f types.
 */
export function countGames(family: ChainFamily): { least: number; most: number } {
  const { chain, deadEnds } = GAME_RANGES[family];
  const atoms = 4 * TYPES + 2 * pairs(TYPES);
  let least = 0;
  let most = 0;
  for (let length = chain.min; length <= chain.max; length++) {
    countSkeletons(length).forEach((skeletons, used) => {
      if (skeletons === 0) return;
      const free = TYPES - used;
      for (let count = deadEnds.min; count <= deadEnds.max; count++) {
        for (const [named, ways] of distractorConditions(free, count)) {
          if (named <= free) least += skeletons * ways * spawnSets(free - named) ** (length + count);
        }
        const conditions = count === 2 ? pairs(atoms) : atoms ** count;
        most += skeletons * conditions * spawnSets(free) ** (length + count);
      }
    });
  }
  return { least, most };
}
