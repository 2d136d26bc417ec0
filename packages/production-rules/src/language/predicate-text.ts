import { quote } from './quote.js';
import {
  type Argument,
  OBJECT_TYPES,
  type ObjectType,
  PLAYERS,
  PREDICATES,
  type Predicate,
  type PredicateName,
} from './task.js';

const PATTERN = /^\s*(?:(not)\s+)?([a-z]+)\s*\(\s*([^(),]*?)\s*,\s*([^(),]*?)\s*\)\s*$/;

/** Whether an argument of a predicate is a player and not an object type. */
export const isPlayer = (argument: string): boolean => (PLAYERS as readonly string[]).includes(argument);

/** Object types that a predicate names, without players. */
export const typesOf = ({ arguments: given }: Predicate): ObjectType[] =>
  given.filter((argument): argument is ObjectType => !isPlayer(argument));

const isArgument = (text: string): text is Argument =>
  isPlayer(text) || (OBJECT_TYPES as readonly string[]).includes(text);

/** Whether the order of the arguments is irrelevant: true of all predicates but `hold` and a player's `see`. */
export function isSymmetric({ name, arguments: [first] }: Predicate): boolean {
  return name !== 'hold' && !(name === 'see' && isPlayer(first));
}

/**
 * Reads a predicate, e.g. `not near(yellow cube, black sphere)`.
 * @throws Error with one sentence if the text is no predicate or the predicate is not allowed
 */
export function parsePredicate(text: string): Predicate {
  const match = PATTERN.exec(text);
  if (!match)
    throw new Error(`${quote(text)} is not a predicate such as "hold(me, yellow sphere)" or "not near(a, b)".`);
  const [, not, name, ...given] = match;
  if (!(PREDICATES as readonly string[]).includes(name)) {
    throw new Error(`${quote(name)} is not a predicate; use one of ${PREDICATES.join(', ')}.`);
  }
  const [first, second] = given.map((argument) => argument.replace(/\s+/g, ' '));
  for (const argument of [first, second]) {
    if (!isArgument(argument)) {
      throw new Error(
        `${quote(argument)} is neither a player (${PLAYERS.join(', ')}) nor an object type ("yellow sphere").`,
      );
    }
  }
  if (isPlayer(first) && isPlayer(second))
    throw new Error(`${quote(text)} names no object; one argument must be an object.`);
  if (name === 'hold' && !isPlayer(first))
    throw new Error(`The first argument of hold must be a player, not "${first}".`);
  if (name === 'see' && isPlayer(second)) throw new Error(`An object cannot see "${second}"; put the player first.`);
  return {
    name: name as PredicateName,
    negated: not !== undefined,
    arguments: [first as Argument, second as Argument],
  };
}

/** Formats a predicate as the text that `parsePredicate` reads. */
export function formatPredicate({ name, negated, arguments: [first, second] }: Predicate): string {
  return `${negated ? 'not ' : ''}${name}(${first}, ${second})`;
}
