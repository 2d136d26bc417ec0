import {
  gameKey,
  type ObjectType,
  type OwnHiding,
  type Predicate,
  type Random,
  type Rule,
  typesOf,
} from '@open-ada/production-rules';
import { CHAIN_FAMILIES, type ChainFamily, type Side } from './families.js';
import { type ChainGame, drawGame } from './generate-game.js';
import { hide } from './hide.js';
import { isOnSide } from './split.js';

/** Probability that some types of a game are frozen, and of each type then (AdA, appendix D.3). */
const FREEZES = 0.5;
const FROZEN = 0.2;
/** Fraction of the games that are on each side of the split. */
const SIDE_SHARE: Readonly<Record<Side, number>> = { training: 0.9, 'held-out': 0.1 };

/** A game for two players, made from a game for one. */
export interface PairGame extends ChainGame {
  /** Family of the game for one player. */
  family: ChainFamily;
  /** What is hidden from the second player, drawn independently of what is hidden from the first. */
  secondHiding: OwnHiding;
  /** Types of which all objects at the start are frozen, besides the pair of a negated goal. */
  frozen: ObjectType[];
}

/**
 * Draws a game for two players as AdA does (appendices A.2 and D.3): a game for one player in which each reference to
 * the first player is replaced by the second one with probability 1/2. Both have the same goal, and each has its own
 * hidden rules. In half of the games, some of the types at the start are frozen.
 *
 * Both the game for two and the game for one that it was made from are on the given side of the split.
 */
export function drawPairGame(random: Random, side: Side): PairGame {
  const family = random.pick(CHAIN_FAMILIES);
  for (;;) {
    const game = swapReferences(random, drawGame(random, family, side));
    const alone = gameKey({ goal: [game.alone.goal], rules: game.alone.all });
    const key = gameKey({ goal: [game.goal], rules: game.all });
    // Without a reference that was replaced, or with all of them, the key is that of the game for one, which is on
    // this side already. Without this draw, such games would be ten times as frequent among the held-out ones.
    const isKept = key === alone ? random.float() < SIDE_SHARE[side] : isOnSide(key, side);
    if (!isKept) continue;
    const { alone: _, ...swapped } = game;
    const rules = swapped.all.map((rule) => ({ ...rule, hidden: false }));
    const { types, predicates } = hide(random, rules);
    const hidden = rules.flatMap((rule, r) => (rule.hidden ? [r + 1] : []));
    const frozen = random.float() < FREEZES ? drawFrozen(random, swapped) : [];
    return { ...swapped, family, secondHiding: { rules: hidden, types, predicates }, frozen };
  }
}

/** Replaces each reference to the first player by the second one with probability 1/2. */
function swapReferences(random: Random, alone: ChainGame): ChainGame & { alone: ChainGame } {
  const swapped = (predicate: Predicate): Predicate => {
    const swaps = predicate.arguments.includes('me') && random.float() < 0.5;
    const [first, second] = predicate.arguments.map((given) => (swaps && given === 'me' ? 'other' : given));
    return { ...predicate, arguments: [first, second] };
  };
  const rules = new Map(alone.all.map((rule): [Rule, Rule] => [rule, { ...rule, condition: swapped(rule.condition) }]));
  const own = (list: readonly Rule[]): Rule[] => list.map((rule) => rules.get(rule)!);
  return { ...alone, alone, goal: swapped(alone.goal), rules: own(alone.rules), all: own(alone.all) };
}

/**
 * Draws the types that are frozen, so that the game stays solvable: what is to be held is never frozen, and of two
 * objects that a predicate names at most one.
 */
function drawFrozen(random: Random, { goal, all, needed, distractors, together }: ChainGame): ObjectType[] {
  const predicates = [goal, ...all.map(({ condition }) => condition)];
  const fixed = new Set<ObjectType>(together === 'frozen' ? needed.slice(0, 2) : []);
  const frozen: ObjectType[] = [];
  for (const type of new Set([...needed, ...distractors])) {
    if (random.float() >= FROZEN || fixed.has(type)) continue;
    const isNeededLoose = predicates.some((predicate) => {
      const types = typesOf(predicate);
      if (!types.includes(type)) return false;
      return types.length === 1 ? predicate.name === 'hold' : types.some((other) => other !== type && fixed.has(other));
    });
    if (isNeededLoose) continue;
    fixed.add(type);
    frozen.push(type);
  }
  return frozen;
}
