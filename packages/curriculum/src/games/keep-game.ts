import {
  gameKey,
  type Hiding,
  OBJECT_TYPES,
  type ObjectType,
  type Predicate,
  type Random,
  type Rule,
  typesOf,
} from '@open-ada/production-rules';
import type { Side } from './families.js';
import { draw } from './generate-game.js';
import { hide } from './hide.js';
import { CONDITIONS, drawForm, type Form, fillForm } from './predicate-forms.js';
import { isOnSide } from './split.js';

/** A game whose goal holds at the start. */
export interface KeepGame {
  goal: Predicate;
  /** All rules, in the order of the task. */
  rules: Rule[];
  hiding: Hiding;
  /** Types of the objects at the start, one of each; the two of the goal come first. */
  types: ObjectType[];
  /** Whether the two objects of the goal start near each other. */
  close: boolean;
}

/** Goals about two objects that are near each other at the start. */
const TOGETHER: readonly Form[] = [
  { name: 'near', negated: false, objects: 2 },
  { name: 'see', negated: false, objects: 2 },
];
const APART: Form = { name: 'near', negated: true, objects: 2 };

/** Rules that end the goal, harmless rules, and objects that the goal does not name. */
const THREATS = { min: 1, max: 3 } as const;
const HARMLESS = { min: 0, max: 2 } as const;
const OTHERS = { min: 1, max: 5 } as const;

/**
 * Draws a game of `keep`: two objects are near each other, see each other, or are apart, and stay so as long as nobody
 * does anything. Rules consume one of the first two when it is held, touched, looked at, come near or brought to another
 * object. Two objects that are to stay apart need no rule: bringing them together is enough.
 */
export function drawKeepGame(random: Random, side: Side): KeepGame {
  for (;;) {
    const types = random.shuffle([...OBJECT_TYPES]).slice(0, 2 + draw(random, OTHERS));
    const close = random.int(4) > 0;
    const goal = fillForm(close ? random.pick(TOGETHER) : APART, types);
    const others = types.slice(2);
    const conditions = [
      ...(close ? Array.from({ length: draw(random, THREATS) }, () => threat(random, types)) : []),
      ...Array.from({ length: draw(random, HARMLESS) }, () => harmless(random, others)),
    ];
    const unnamed = OBJECT_TYPES.filter((type) => !types.includes(type));
    const rules = random.shuffle(distinct(conditions)).map((condition) => ({
      condition,
      spawns: random.int(2) === 0 ? [] : [random.pick(unnamed)],
      hidden: false,
    }));
    if (!isOnSide(gameKey({ goal: [goal], rules }), side)) continue;
    return { goal, rules, hiding: hide(random, rules), types, close };
  }
}

/** A condition on one of the two objects of the goal, and on another object where it takes two. */
function threat(random: Random, [first, second, ...others]: readonly ObjectType[]): Predicate {
  const kept = random.pick([first, second]);
  const form = drawForm(random, CONDITIONS);
  return fillForm(form, form.objects === 1 ? [kept] : [kept, random.pick(others)]);
}

function harmless(random: Random, others: readonly ObjectType[]): Predicate {
  const form = drawForm(random, others.length > 1 ? CONDITIONS : { ...CONDITIONS, ...ALONE });
  return fillForm(form, random.shuffle([...others]).slice(0, form.objects));
}

const ALONE = { near: CONDITIONS.near.slice(0, 1), touching: CONDITIONS.touching.slice(0, 1) };

/** Without conditions that say the same of the same types. */
function distinct(conditions: readonly Predicate[]): Predicate[] {
  const keyOf = (condition: Predicate) => `${condition.name} ${[...typesOf(condition)].sort().join()}`;
  return [...new Map(conditions.map((condition) => [keyOf(condition), condition])).values()];
}
