import { gameKey, type Hiding, type ObjectType, Random, type Rule, typesOf } from '@open-ada/production-rules';
import { buildChain, type Chain } from './chain.js';
import { addDeadEnds } from './dead-ends.js';
import { type BuiltFamily, type Side, streamOf } from './families.js';
import { hide } from './hide.js';
import { isOnSide } from './split.js';

interface Range {
  min: number;
  max: number;
}

/** Ranges from which the sizes of a game are drawn uniformly. */
interface GameRanges {
  /** Rules that must fire in sequence. */
  chain: Range;
  deadEnds: Range;
  /** Objects at the start that the solution does not need. */
  distractors: Range;
  /** Most objects of one type at the start, where there are several on purpose. */
  copies?: number;
}

export const GAME_RANGES: Readonly<Record<BuiltFamily, GameRanges>> = {
  trivial: { chain: { min: 0, max: 0 }, deadEnds: { min: 0, max: 0 }, distractors: { min: 1, max: 5 } },
  small: { chain: { min: 0, max: 1 }, deadEnds: { min: 0, max: 1 }, distractors: { min: 1, max: 6 } },
  medium: { chain: { min: 0, max: 2 }, deadEnds: { min: 0, max: 2 }, distractors: { min: 1, max: 8 } },
  full: { chain: { min: 1, max: 4 }, deadEnds: { min: 0, max: 2 }, distractors: { min: 1, max: 10 } },
  copies: { chain: { min: 0, max: 2 }, deadEnds: { min: 0, max: 2 }, distractors: { min: 1, max: 3 }, copies: 3 },
  long: { chain: { min: 5, max: 6 }, deadEnds: { min: 0, max: 1 }, distractors: { min: 0, max: 2 } },
  plateau: { chain: { min: 1, max: 2 }, deadEnds: { min: 0, max: 2 }, distractors: { min: 1, max: 5 } },
};

/**
 * Largest number of objects in a world at any time, if only the chain's rules fire. It is the number of objects that
 * an agent with the compact embodiment can see at once.
 */
export const MOST_OBJECTS = 12;

/** A game and the objects that its world must have at the start. */
export interface ChainGame extends Chain {
  /** All rules (chain and dead ends) in the order of the task. */
  all: Rule[];
  /** Objects that the solution does not need; those that a dead end names come first. */
  distractors: ObjectType[];
  /** How many of the distractors a dead end names. The dead end could not fire without them. */
  baits: number;
  hiding: Hiding;
}

/** Draws from a range uniformly. */
export const draw = (random: Random, { min, max }: Range): number => min + random.int(max - min + 1);

/** Draws a game of one side of a family. */
export function drawGame(random: Random, family: BuiltFamily, side: Side): ChainGame {
  const ranges = GAME_RANGES[family];
  const length = draw(random, ranges.chain);
  const wanted = draw(random, ranges.distractors);
  const deadEndCount = draw(random, ranges.deadEnds);
  for (;;) {
    const chain = buildChain(random, length);
    const distractors = chain.free.length === 0 ? [] : Array.from({ length: wanted }, () => random.pick(chain.free));
    const deadEnds = addDeadEnds(random, chain, distractors, deadEndCount);
    const key = gameKey({ goal: [chain.goal], rules: [...chain.rules, ...deadEnds] });
    if (!isOnSide(key, side)) continue;
    const all = random.shuffle([...chain.rules, ...deadEnds]);
    const baits = baitsOf(deadEnds, distractors);
    const rest = distractors.filter((_, i) => !baits.includes(i));
    const ordered = [...baits.map((i) => distractors[i]), ...rest];
    if (ranges.copies) ordered.push(...drawCopies(random, chain, distractors, ranges.copies));
    const often = ranges.copies ?? 1;
    const room = MOST_OBJECTS - chain.needed.length - often * growth(ranges.copies ? all : chain.rules);
    if (ranges.copies && room < baits.length) continue;
    return {
      ...chain,
      all,
      distractors: ordered.slice(0, Math.max(baits.length, room)),
      baits: baits.length,
      hiding: hide(random, all),
    };
  }
}

/**
 * The game of `generateTask` for the same family, seed and side, without its world. Used to count games and to check
 * the split.
 */
export function generateGame(family: BuiltFamily, seed: number, side: Side): ChainGame {
  return drawGame(new Random(seed, streamOf(family, side)), family, side);
}

/** More objects of the types at the start. The two objects of a negated goal stay the only ones of their types. */
function drawCopies(random: Random, chain: Chain, distractors: readonly ObjectType[], most: number): ObjectType[] {
  const single = chain.together === undefined ? [] : typesOf(chain.goal);
  const types = [...new Set([...chain.needed, ...distractors])].filter((type) => !single.includes(type));
  return random.shuffle(types.flatMap((type) => new Array<ObjectType>(random.int(most)).fill(type)));
}

/** Index of one distractor of each type that a dead end names. */
function baitsOf(deadEnds: readonly Rule[], distractors: readonly ObjectType[]): number[] {
  const named = new Set(deadEnds.flatMap(({ condition }) => typesOf(condition)));
  return distractors.flatMap((type, i) => (named.has(type) && distractors.indexOf(type) === i ? [i] : []));
}

/** Largest increase of the number of objects over the start while the chain fires. */
function growth(rules: readonly Rule[]): number {
  let now = 0;
  let most = 0;
  for (const { condition, spawns } of rules) {
    now += spawns.length - typesOf(condition).length;
    most = Math.max(most, now);
  }
  return most;
}
