import { COLOURS, PLAYERS, SHAPES } from './task.js';

const type = `(?:${COLOURS.join('|')})\\s+(?:${SHAPES.join('|')})`;
const player = `(?:${PLAYERS.join('|')})`;
const either = `(?:${player}|${type})`;
const comma = '\\s*,\\s*';
const atom = (names: string, arguments_: string) => `(?:${names})\\s*\\(\\s*(?:${arguments_})\\s*\\)`;
const atoms = [
  atom('near|touching', `${type}${comma}${either}|${player}${comma}${type}`),
  atom('see', `${either}${comma}${type}`),
  atom('hold', `${player}${comma}${type}`),
];
const predicate = `(?:not\\s+)?(?:${atoms.join('|')})`;

/** Regular expression that matches exactly the texts that `parsePredicate` accepts. */
export const PREDICATE_PATTERN = `^\\s*${predicate}\\s*$`;
/** Regular expression that matches exactly the texts that `parseRule` accepts. */
export const RULE_PATTERN = `^\\s*${predicate}\\s*->\\s*(?:nothing|${type}(?:${comma}${type}){0,2})\\s*$`;

/** One example of each form, for completion in editors. */
export const PREDICATE_EXAMPLES = [
  'hold(me, yellow sphere)',
  'near(black cube, purple slab)',
  'near(me, yellow pyramid)',
  'touching(purple sphere, black pyramid)',
  'touching(me, black slab)',
  'see(me, purple cube)',
  'see(black sphere, yellow sphere)',
  'not near(yellow cube, black sphere)',
];
/** One example of each form, for completion in editors. */
export const RULE_EXAMPLES = [
  'near(black cube, purple slab) -> yellow sphere',
  'hold(me, black cube) -> purple pyramid, purple pyramid',
  'touching(black sphere, yellow sphere) -> nothing',
  'see(me, purple cube) -> black cube',
  'not hold(me, yellow slab) -> black slab',
];
