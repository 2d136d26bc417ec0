import {
  type ObjectType,
  PREDICATES,
  type Predicate,
  type PredicateName,
  type Random,
} from '@open-ada/production-rules';

/** A predicate whose object types are still open: about the player and one object, or about two objects. */
export interface Form {
  name: PredicateName;
  negated: boolean;
  objects: 1 | 2;
}

/** For each predicate the forms that it is drawn in. */
export type Forms = Readonly<Record<PredicateName, readonly Form[]>>;

const one = (name: PredicateName): Form => ({ name, negated: false, objects: 1 });
const two = (name: PredicateName): Form => ({ name, negated: false, objects: 2 });
const not = (form: Form): Form => ({ ...form, negated: true });

/**
 * Conditions of rules. Two objects nearly always see each other, so a rule on that would fire by itself. Negated conditions
 * are left to hand-written tasks.
 */
export const CONDITIONS: Forms = {
  hold: [one('hold')],
  near: [one('near'), two('near')],
  touching: [one('touching'), two('touching')],
  see: [one('see')],
};

/**
 * Goals about objects that are all there from the start. Negated is what does not hold at the start of itself, and what
 * aimless play does not bring about: who is turned away from something, or has walked away from it, would be paid for nothing.
 */
export const GOALS_TO_REACH: Forms = {
  ...CONDITIONS,
  near: [...CONDITIONS.near, not(two('near'))],
  see: [...CONDITIONS.see, not(two('see'))],
};

/** Goals that need a rule: an object has to be made or, for the negated one, to be got rid of. */
export const GOALS_TO_MAKE: Forms = {
  ...CONDITIONS,
  near: [...CONDITIONS.near, not(two('near'))],
  see: [...CONDITIONS.see, two('see')],
};

/** A uniform predicate, and of its forms a uniform one. */
export const drawForm = (random: Random, forms: Forms): Form => random.pick(forms[random.pick(PREDICATES)]);

/** The form with its object types; the player comes first. */
export function fillForm({ name, negated }: Form, types: readonly ObjectType[]): Predicate {
  return { name, negated, arguments: types.length === 1 ? ['me', types[0]] : [types[0], types[1]] };
}
