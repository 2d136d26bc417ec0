import * as z from 'zod';
import { OBJECT_SIZE_FACTORS } from './geometry.js';
import { parsePredicate } from './predicate-text.js';
import { MAX_SPAWNS, parseObjectType, parseRule } from './rule-text.js';
import { PREDICATES, type Rule } from './task.js';
import { MAX_OBJECTS } from './world.js';

/** Most rules of one task. */
export const MAX_RULES = 16;
/** Most predicates of one goal. */
export const MAX_GOAL = 4;
/** Most tiles along one side of a map. */
export const MAX_TILES = 12;
/** Longest trial, seconds. */
export const MAX_TRIAL_SECONDS = 600;

/** A string that `parse` reads; what `parse` throws becomes the fault's message. */
function text<T>(parse: (text: string) => T) {
  return z.string().transform((value, context): T => {
    try {
      return parse(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });
}

const objectType = text(parseObjectType);
const predicate = text(parsePredicate);
const point = z.tuple([z.number(), z.number()]);

/** Three ways to write a rule: text, `{rule, hidden}`, `{condition, spawns, hidden}`. */
const ruleByText = text(parseRule).transform((rule): Rule => ({ ...rule, hidden: false }));
const ruleByParts = z
  .strictObject({
    condition: predicate,
    spawns: z.array(objectType).max(MAX_SPAWNS, `A rule has at most ${MAX_SPAWNS} spawns.`),
    hidden: z.boolean().default(false),
  })
  .transform((rule): Rule => rule);
const ruleWithHiding = z
  .strictObject({ rule: text(parseRule), hidden: z.boolean().default(false) })
  .transform(({ rule, hidden }): Rule => ({ ...rule, hidden }));
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
// Chosen by what the value looks like rather than by a union: a union's faults would name every form but the one meant.
const rule = z.unknown().transform((value, context): Rule => {
  const form =
    typeof value === 'string' ? ruleByText : isObject(value) && 'condition' in value ? ruleByParts : ruleWithHiding;
  const result = form.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) context.addIssue({ ...issue } as Parameters<typeof context.addIssue>[0]);
  return z.NEVER;
});

const object = z.strictObject({
  type: objectType,
  at: point,
  size: z.number().min(OBJECT_SIZE_FACTORS.min).max(OBJECT_SIZE_FACTORS.max).default(1),
  frozen: z.boolean().default(false),
});

const player = z.strictObject({
  at: point,
  heading: z.strictObject({ mean: z.number(), spread: z.number().min(0).max(Math.PI) }).optional(),
});

/** The structure of a task file; what it yields is a `Task` whose parts may still contradict each other. */
export const taskSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  name: z.string().max(200).default('unnamed'),
  goal: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(predicate).min(1, 'A goal needs at least one predicate.').max(MAX_GOAL),
  ),
  rules: z.array(rule).max(MAX_RULES, `A task has at most ${MAX_RULES} rules.`).default([]),
  hiding: z
    .strictObject({ types: z.array(objectType).default([]), predicates: z.array(z.enum(PREDICATES)).default([]) })
    .default({ types: [], predicates: [] }),
  objects: z.array(object).max(MAX_OBJECTS, `A task has at most ${MAX_OBJECTS} objects.`),
  world: z.strictObject({
    rows: z
      .array(
        z
          .string()
          .min(1)
          .max(MAX_TILES)
          .regex(/^[0#]*$/, 'A row of tiles holds only "0" (floor) and "#" (wall).'),
      )
      .min(1)
      .max(MAX_TILES),
  }),
  players: z.array(player).min(1, 'A task needs at least one player.').max(2),
  trialSeconds: z.number().gt(0).max(MAX_TRIAL_SECONDS),
});
