import {
  type Argument,
  OBJECT_TYPES,
  type ObjectType,
  PLAYERS,
  type PlayerName,
  type Predicate,
} from '../language/task.js';
import type { World } from '../language/world.js';

/** Kinds of questions that a condition asks of the world. The player or the first object is the first argument. */
export const Fact = {
  near: 0,
  touching: 1,
  sees: 2,
  playerNear: 3,
  playerTouching: 4,
  playerSees: 5,
  hold: 6,
} as const;

/** A predicate whose names are resolved to numbers. */
export interface Condition {
  readonly fact: number;
  readonly negated: boolean;
  /** Index into `PLAYERS`, or -1 where both arguments are objects. */
  readonly player: number;
  /** Type of the first object. The first spawn replaces this object. */
  readonly first: number;
  /** Type of the second object, or -1 where the first argument is a player. */
  readonly second: number;
}

const playerIndex = (argument: Argument): number => PLAYERS.indexOf(argument as PlayerName);

/**
 * Resolves a predicate of a valid task. If the second argument of a symmetric predicate is a player, it is moved to
 * the front.
 */
export function compileCondition({ name, negated, arguments: [left, right] }: Predicate): Condition {
  const swap = playerIndex(left) < 0 && playerIndex(right) >= 0;
  const player = playerIndex(swap ? right : left);
  const objects = (swap ? [left] : player >= 0 ? [right] : [left, right]) as ObjectType[];
  const [first, second = -1] = objects.map((type) => OBJECT_TYPES.indexOf(type));
  if (name === 'hold') return { fact: Fact.hold, negated, player, first, second };
  const ofPlayer = player >= 0;
  const fact = {
    near: ofPlayer ? Fact.playerNear : Fact.near,
    touching: ofPlayer ? Fact.playerTouching : Fact.touching,
    see: ofPlayer ? Fact.playerSees : Fact.sees,
  }[name];
  return { fact, negated, player, first, second };
}

/** Whether the condition's atom (without its negation) holds for objects `a` and `b`, or for the player and `a`. */
export function atomHolds(world: World, condition: Condition, a: number, b: number): boolean {
  switch (condition.fact) {
    case Fact.near:
      return world.near(a, b);
    case Fact.touching:
      return world.touching(a, b);
    case Fact.sees:
      return world.sees(a, b);
    case Fact.playerNear:
      return world.playerNear(condition.player, a);
    case Fact.playerTouching:
      return world.playerTouching(condition.player, a);
    case Fact.playerSees:
      return world.playerSees(condition.player, a);
    default:
      return world.heldBy(condition.player) === a;
  }
}
