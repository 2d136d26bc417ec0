import * as z from 'zod';
import { OBJECT_SIZE_FACTORS } from './geometry.js';
import { PREDICATE_EXAMPLES, PREDICATE_PATTERN, RULE_EXAMPLES, RULE_PATTERN } from './grammar-pattern.js';
import { parsePredicate } from './predicate-text.js';
import { quote } from './quote.js';
import { MAX_SPAWNS, parseRule } from './rule-text.js';
import { OBJECT_TYPES, PREDICATES, type Predicate, type Rule } from './task.js';
import { MAP_TILES } from './terrain.js';
import { MAX_OBJECTS } from './world.js';

/** Largest number of rules of one task. */
export const MAX_RULES = 16;
/** Largest number of predicates of one goal. */
export const MAX_GOAL = 4;
/** Largest numbers of object types and predicates that a task can hide. An agent has that many numbered tokens. */
export const MAX_HIDDEN = { types: 4, predicates: 2 } as const;
/** Shortest and longest trial, seconds. */
export const TRIAL_SECONDS = { min: 1, max: 600 } as const;

/**
 * Schema for a text of one grammar, with pattern and examples for editors. What `parse` throws becomes the fault's
 * message.
 */
function text<T>(id: string, description: string, pattern: string, examples: string[], parse: (text: string) => T) {
  const schema = z.string().meta({ id, description, pattern, examples });
  return schema.transform((value, context): T => {
    try {
      return parse(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });
}

const predicate = text(
  'predicate',
  'A predicate, possibly negated.',
  PREDICATE_PATTERN,
  PREDICATE_EXAMPLES,
  parsePredicate,
);
const ruleText = text(
  'rule',
  'A condition, an arrow, and what its objects turn into: 1 to 3 object types, or "nothing".',
  RULE_PATTERN,
  RULE_EXAMPLES,
  parseRule,
);
const objectType = z
  .enum(OBJECT_TYPES, {
    error: ({ input }) =>
      typeof input === 'string'
        ? `${quote(input)} is not an object type; write a colour and a shape, such as "yellow sphere".`
        : undefined,
  })
  .meta({ id: 'objectType', description: 'A colour and a shape.' });
const point = z.tuple([z.number(), z.number()]);
const hidden = z.boolean().default(false).describe('The agent sees only that there is a rule.');

/** The three ways to write a rule. `meantOption` tells them apart. */
const rule = z.union([
  ruleText.transform((parts): Rule => ({ ...parts, hidden: false })),
  z
    .strictObject({
      condition: predicate,
      spawns: z
        .array(objectType)
        .max(MAX_SPAWNS, `A rule has at most ${MAX_SPAWNS} spawns.`)
        .describe('What appears; the first takes the place of the first object of the condition.'),
      hidden,
    })
    .transform((parts): Rule => parts),
  z.strictObject({ rule: ruleText, hidden }).transform((parts): Rule => ({ ...parts.rule, hidden: parts.hidden })),
]);

const goal = z
  .union([
    predicate,
    z.array(predicate).min(1, 'A goal needs at least one predicate.').max(MAX_GOAL, `A goal has at most ${MAX_GOAL}.`),
  ])
  .transform((value): Predicate[] => (Array.isArray(value) ? value : [value]));

const object = z.strictObject({
  type: objectType,
  at: point.describe('Centre seen from above, metres: [x, z]. It must be on level floor.'),
  size: z
    .number()
    .min(OBJECT_SIZE_FACTORS.min)
    .max(OBJECT_SIZE_FACTORS.max)
    .default(1)
    .describe('Size factor on the nominal 0.5 m.'),
  frozen: z.boolean().default(false).describe('Immovable; rules may still consume it.'),
});

const heading = z
  .strictObject({
    mean: z
      .number()
      .min(-2 * Math.PI)
      .max(2 * Math.PI)
      .describe('0 looks up the map, pi / 2 to its left.'),
    spread: z.number().min(0).max(Math.PI),
  })
  .describe('Where the player looks when a trial starts, radians: uniform in mean +- spread. Absent: anywhere.');

const mapSize = (what: string) => `A map has ${MAP_TILES.min} to ${MAP_TILES.max} ${what}.`;
const notATile = (row: string): string => {
  const column = row.search(/[^0-9#<>^v]/);
  return `Character ${column + 1}, ${quote(row[column])}, is no tile; use 0 to 9 (floor), # (wall), > < ^ v (ramp uphill).`;
};
const mapRow = z
  .string()
  .regex(/^[0-9#<>^v]*$/, { error: ({ input }) => notATile(input as string) })
  .min(MAP_TILES.min, mapSize('columns'))
  .max(MAP_TILES.max, mapSize('columns'))
  .meta({ examples: ['0000', '0>11', '0##0'] });

const distinct = <T extends z.ZodType>(list: z.ZodArray<T>) =>
  list.refine((items) => new Set(items).size === items.length, 'Each may be named once.').meta({ uniqueItems: true });
const hiddenNames = {
  types: distinct(z.array(objectType).max(MAX_HIDDEN.types, `At most ${MAX_HIDDEN.types} types can be hidden.`))
    .default([])
    .describe('Object types that the agent sees as numbers, in all rules.'),
  predicates: distinct(
    z.array(z.enum(PREDICATES)).max(MAX_HIDDEN.predicates, `At most ${MAX_HIDDEN.predicates} can be hidden.`),
  )
    .default([])
    .describe('Predicates that the agent sees as numbers, in all rules.'),
};
const hiding = z.strictObject(hiddenNames).default({ types: [], predicates: [] });
const ownHiding = z
  .strictObject({
    rules: distinct(z.array(z.int().min(1, 'The first rule is number 1.')))
      .default([])
      .describe('Numbers of the rules of which this player sees only that there is one; 1 is the first rule.'),
    ...hiddenNames,
  })
  .describe('Only of the second player: what is hidden from it, in place of what is hidden from the first.');

const player = z.strictObject({
  at: point.describe('Metres: [x, z], on level floor.'),
  heading: heading.optional(),
  goal: goal
    .optional()
    .describe('Only of the second player: what is rewarded for it, in place of the goal of the task.'),
  hiding: ownHiding.optional(),
});

/** The structure of a task file. The result is a `Task` whose parts may still contradict each other. */
export const taskSchema = z.strictObject({
  $schema: z.string().optional().describe('Where an editor finds this schema.'),
  version: z.literal(1),
  name: z
    .string()
    .max(200)
    .regex(/^\P{Cc}*$/u, 'A name is one line of text.')
    .default('unnamed'),
  tests: z.string().max(1000).optional().describe('For people: what the task tests. The agent does not see it.'),
  goal: goal.describe('What is rewarded while it holds: a predicate, or several that must hold together.'),
  rules: z
    .array(rule)
    .max(MAX_RULES, `A task has at most ${MAX_RULES} rules.`)
    .default([])
    .describe('Production rules, tried in this order in every physics step.'),
  hiding,
  objects: z.array(object).max(MAX_OBJECTS, `A task has at most ${MAX_OBJECTS} objects.`),
  world: z.strictObject({
    rows: z
      .array(mapRow)
      .min(MAP_TILES.min, mapSize('rows'))
      .max(MAP_TILES.max, mapSize('rows'))
      .describe('The map from above, one character per tile of 2 m: 0-9 floor level, # wall, > < ^ v ramp uphill.'),
  }),
  players: z.array(player).min(1, 'A task needs at least one player.').max(2, 'A task has at most two players.'),
  trialSeconds: z.number().min(TRIAL_SECONDS.min).max(TRIAL_SECONDS.max).describe('Length of one trial.'),
});
