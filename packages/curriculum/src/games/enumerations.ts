import { OBJECT_TYPES, type ObjectType, type Predicate, type Rule } from '@open-ada/production-rules';
import type { EnumeratedFamily } from './families.js';

/** Goal and rules of a task, with the objects that its solution needs at the start. */
export interface EnumeratedGame {
  goal: Predicate;
  rules: Rule[];
  needed: ObjectType[];
  /** The type that the goal asks for. It is never a distractor. */
  wanted: ObjectType;
}

const hold = (type: ObjectType): Predicate => ({ name: 'hold', negated: false, arguments: ['me', type] });
const near = (a: ObjectType, b: ObjectType): Predicate => ({ name: 'near', negated: false, arguments: [a, b] });

const touching = (a: ObjectType, b: ObjectType): Predicate => ({ ...near(a, b), name: 'touching' });

/** The game in which a hidden rule turns `needed` into `wanted` under `condition`. */
function makeGame(wanted: ObjectType, needed: ObjectType[], condition: Predicate): EnumeratedGame {
  return { goal: hold(wanted), rules: [{ condition, spawns: [wanted], hidden: true }], needed, wanted };
}

const others = (...taken: ObjectType[]) => OBJECT_TYPES.filter((type) => !taken.includes(type));

const pairs = () => OBJECT_TYPES.flatMap((x, i) => OBJECT_TYPES.slice(i + 1).map((y) => [x, y] as const));

/**
 * All games of each family. There are 12, 12 * 11 = 132, 12 * (11 * 10 / 2) = 660, and 2 * 66 = 132 for pairs with
 * two predicates.
 */
export const ENUMERATIONS: Record<EnumeratedFamily | 'bring', () => EnumeratedGame[]> = {
  hold: () => OBJECT_TYPES.map((wanted) => ({ goal: hold(wanted), rules: [], needed: [wanted], wanted })),
  'make-by-hold': () => OBJECT_TYPES.flatMap((wanted) => others(wanted).map((x) => makeGame(wanted, [x], hold(x)))),
  'make-by-near': () =>
    OBJECT_TYPES.flatMap((wanted) =>
      others(wanted).flatMap((x, i, all) => all.slice(i + 1).map((y) => makeGame(wanted, [x, y], near(x, y)))),
    ),
  bring: () =>
    pairs().flatMap(([x, y]) =>
      [near(x, y), touching(x, y)].map((goal) => ({ goal, rules: [], needed: [x, y], wanted: x })),
    ),
};
