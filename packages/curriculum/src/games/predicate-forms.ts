import {
  type ObjectType,
  PREDICATES,
  type Predicate,
  type PredicateName,
  type Random,
} from '@open-ada/production-rules';

/** A predicate without its object types. It is about the player and one object, or about two objects. */
export interface Form {
  name: PredicateName;
  negated: boolean;
  objects: 1 | 2;
}

/** The forms that are drawn for each predicate. */
export type Forms = Readonly<Record<PredicateName, readonly Form[]>>;

const one = (name: PredicateName): Form => ({ name, negated: false, objects: 1 });
const two = (name: PredicateName): Form => ({ name, negated: false, objects: 2 });
const not = (form: Form): Form => ({ ...form, negated: true });

/**
 * Conditions of rules. Two objects nearly always see each other, so a rule on that would fire without any action.
 * Negated conditions occur in hand-written tasks only.
 */
export const CONDITIONS: Forms = {
  hold: [one('hold')],
  near: [one('near'), two('near')],
  touching: [one('touching'), two('touching')],
  see: [one('see')],
};

/**
 * Goals about objects that all exist at the start. A negated goal must be false at the start, and playing without aim
 * must not make it true. Otherwise an agent would be rewarded just for having turned or walked away from an object.
 */
export const GOALS_TO_REACH: Forms = {
  ...CONDITIONS,
  near: [...CONDITIONS.near, not(two('near'))],
  see: [...CONDITIONS.see, not(two('see'))],
};

/** Goals that need a rule: the rule makes an object or, for the negated goal, destroys one. */
export const GOALS_TO_MAKE: Forms = {
  ...CONDITIONS,
  near: [...CONDITIONS.near, not(two('near'))],
  see: [...CONDITIONS.see, two('see')],
};

/** Draws a predicate uniformly, then one of its forms uniformly. */
export const drawForm = (random: Random, forms: Forms): Form => random.pick(forms[random.pick(PREDICATES)]);

/** Fills a form with object types. The player is the first argument. */
export function fillForm({ name, negated }: Form, types: readonly ObjectType[]): Predicate {
  return { name, negated, arguments: types.length === 1 ? ['me', types[0]] : [types[0], types[1]] };
}
