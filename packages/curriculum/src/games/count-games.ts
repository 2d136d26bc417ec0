import { OBJECT_TYPES } from '@open-ada/production-rules';
import type { ChainFamily } from './families.js';
import { GAME_RANGES } from './generate-game.js';

const TYPES = OBJECT_TYPES.length;

const pairs = (n: number): number => (n * (n - 1)) / 2;

/** Number of sets of up to two of n distractor types. A rule may spawn such a set in addition. */
const spawnSets = (n: number): number => 1 + n + pairs(n);

/**
 * Counts the goals with a chain of `length` rules that spawn nothing in addition, by the number of types they name.
 *
 * Without rules there are 4 * 12 + 4 * 66 goals: 4 predicates about the player and one of 12 types, and near, not
 * near, touching and not see about two types. With rules, each step backwards names one or two of the types that are
 * left: in 4 forms about the player and one type, in 2 forms about two types. If a condition has two types, the
 * previous rule may make either of them; the first rule has no previous rule.
 * @returns `[13]`: at index u, how many name u types
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
  // Near, touching, see: either of the two objects can be the one that is made. For see, the rule must not be on
  // seeing.
  extend(2, length, 2 * pairs(TYPES) * 2);
  extend(2, length, pairs(TYPES) * 2, 3);
  // Not near: near or touching a third object destroys one of the two frozen objects.
  extend(3, length - 1, pairs(TYPES) * 2 * 2 * (TYPES - 2));
  return counts;
}

/** Counts the sets of `count` conditions (0 to 2) on n distractor types only, by how many types they name. */
export function distractorConditions(n: number, count: number): [named: number, ways: number][] {
  // 4 forms are about the player and one type, 2 forms are about two types.
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
 * Bounds of the number of distinct games (by `gameKey`) of a family, training and held-out sides together.
 *
 * `least` is the exact number of games whose dead ends name distractors only. It is the product of the number of
 * skeletons (`countSkeletons`), the number of sets of conditions on the f types left, and the number of ways in which
 * rules spawn up to two more of the types that no rule names. `most` allows dead ends any of the 4 * 12 + 2 * 66
 * conditions, and lets them spawn any of the f types.
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
