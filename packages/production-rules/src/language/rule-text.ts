import { formatPredicate, parsePredicate } from './predicate-text.js';
import { quote } from './quote.js';
import { OBJECT_TYPES, type ObjectType, type Predicate, type Rule } from './task.js';

/** Largest number of objects that one firing can spawn. */
export const MAX_SPAWNS = 3;

/**
 * Reads one object type.
 * @throws Error with one sentence if there is no such type
 */
function parseObjectType(text: string): ObjectType {
  const name = text.trim().replace(/\s+/g, ' ');
  const type = OBJECT_TYPES.find((known) => known === name);
  if (type === undefined) {
    throw new Error(`${quote(name)} is not an object type; write a colour and a shape, such as "${OBJECT_TYPES[5]}".`);
  }
  return type;
}

/**
 * Reads a rule, e.g. `near(black cube, purple slab) -> yellow sphere, black cube`, or `touching(a, b) -> nothing`.
 * @throws Error with one sentence if the text is no rule
 */
export function parseRule(text: string): { condition: Predicate; spawns: ObjectType[] } {
  const sides = text.split('->');
  if (sides.length !== 2)
    throw new Error(`${quote(text)} is not a rule such as "hold(me, black cube) -> yellow sphere".`);
  const condition = parsePredicate(sides[0].trim());
  if (sides[1].trim() === 'nothing') return { condition, spawns: [] };
  const spawns = sides[1].split(',').map(parseObjectType);
  if (spawns.length > MAX_SPAWNS) throw new Error(`A rule has at most ${MAX_SPAWNS} spawns, not ${spawns.length}.`);
  return { condition, spawns };
}

/** Formats a rule as the text that `parseRule` reads. Whether the rule is hidden is not part of the text. */
export function formatRule({ condition, spawns }: Pick<Rule, 'condition' | 'spawns'>): string {
  return `${formatPredicate(condition)} -> ${spawns.length > 0 ? spawns.join(', ') : 'nothing'}`;
}
