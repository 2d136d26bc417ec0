import {
  gameKey,
  gameKeyIsHeldOut,
  OBJECT_TYPES,
  type ObjectType,
  type Predicate,
  type Rule,
} from '@open-ada/production-rules';

/**
 * Task families, easiest first. `hold`: hold an object that is there. `make-by-hold`: the goal's object is made by
 * holding another (hidden rule). `make-by-near`: it is made by bringing two others together (hidden rule).
 */
export const FAMILIES = ['hold', 'make-by-hold', 'make-by-near'] as const;
export type Family = (typeof FAMILIES)[number];

/** The two sides of the split by `gameKey`: a game of one side never appears on the other. */
export type Side = 'training' | 'held-out';

/** Goal and rules of a task, with the objects that its solution needs at the start. */
export interface Game {
  goal: Predicate;
  rules: Rule[];
  needed: ObjectType[];
  /** The type that the goal asks for: never a distractor. */
  wanted: ObjectType;
}

const hold = (type: ObjectType): Predicate => ({ name: 'hold', negated: false, arguments: ['me', type] });
const near = (a: ObjectType, b: ObjectType): Predicate => ({ name: 'near', negated: false, arguments: [a, b] });

/** The game in which `needed` under `condition` turns into `wanted` by a hidden rule. */
function makeGame(wanted: ObjectType, needed: ObjectType[], condition: Predicate): Game {
  return { goal: hold(wanted), rules: [{ condition, spawns: [wanted], hidden: true }], needed, wanted };
}

const others = (...taken: ObjectType[]) => OBJECT_TYPES.filter((type) => !taken.includes(type));

/** Every game of a family: 12, 12 * 11 = 132 and 12 * (11 * 10 / 2) = 660. */
const ENUMERATIONS: Record<Family, () => Game[]> = {
  hold: () => OBJECT_TYPES.map((wanted) => ({ goal: hold(wanted), rules: [], needed: [wanted], wanted })),
  'make-by-hold': () => OBJECT_TYPES.flatMap((wanted) => others(wanted).map((x) => makeGame(wanted, [x], hold(x)))),
  'make-by-near': () =>
    OBJECT_TYPES.flatMap((wanted) =>
      others(wanted).flatMap((x, i, all) => all.slice(i + 1).map((y) => makeGame(wanted, [x, y], near(x, y)))),
    ),
};

const known = new Map<string, readonly Game[]>();

/** The games of one side of a family, in a fixed order. */
export function gamesOf(family: Family, side: Side): readonly Game[] {
  const key = `${family} ${side}`;
  let games = known.get(key);
  if (games === undefined) {
    games = ENUMERATIONS[family]().filter(
      ({ goal, rules }) => gameKeyIsHeldOut(gameKey({ goal: [goal], rules })) === (side === 'held-out'),
    );
    known.set(key, games);
  }
  return games;
}

/**
 * Recognises the name of a family.
 * @throws Error with one sentence for any other text
 */
export function parseFamily(text: string): Family {
  const family = FAMILIES.find((name) => name === text);
  if (family === undefined) throw new Error(`There is no family "${text}"; use one of ${FAMILIES.join(', ')}.`);
  return family;
}
