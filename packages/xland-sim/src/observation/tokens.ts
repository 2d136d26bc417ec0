import {
  type Argument,
  MAX_HIDDEN,
  OBJECT_TYPES,
  PLAYERS,
  PREDICATES,
  type Predicate,
  type Task,
} from '@open-ada/production-rules';
import { GOAL_SIZE, RULE_SIZE } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';

const FIRST_TYPE = 1 + PLAYERS.length;
const FIRST_HIDDEN_TYPE = FIRST_TYPE + OBJECT_TYPES.length;
const FIRST_HIDDEN_PREDICATE = 1 + PREDICATES.length;
const VISIBLE = 1;
const HIDDEN = 2;

/**
 * Token of an argument: 0 none, 1 me, 2 other, 3..14 the object types, 15..18 hidden types by their place in
 * `hiding.types`.
 */
function argumentToken(argument: Argument, hidden: readonly Argument[]): number {
  const player = (PLAYERS as readonly string[]).indexOf(argument);
  if (player >= 0) return 1 + player;
  const index = hidden.indexOf(argument);
  return index >= 0 ? FIRST_HIDDEN_TYPE + index : FIRST_TYPE + (OBJECT_TYPES as readonly string[]).indexOf(argument);
}

/** Token of a predicate: 0 none, 1..4 by its place in `PREDICATES`, 5..6 hidden ones. */
function predicateToken(predicate: Predicate, hidden: readonly string[]): number {
  const index = hidden.indexOf(predicate.name);
  return index >= 0 ? FIRST_HIDDEN_PREDICATE + index : 1 + PREDICATES.indexOf(predicate.name);
}

/**
 * What an agent is told of a task: goal slots `[goalSlots, 4]`, then rule slots `[maxRules, 8]`, all tokens.
 * A hidden rule shows only that it is there; hidden types and predicates are numbered tokens, in rules only.
 */
export function taskTokens(task: Task, settings: SimulationSettings): Float32Array {
  const { goal, rules, hiding, name } = task;
  const limit = (what: string, count: number, most: number): void => {
    if (count > most) throw new Error(`Task "${name}" has ${count} ${what}, these settings allow ${most}.`);
  };
  limit('goal predicates', goal.length, settings.goalSlots);
  limit('rules', rules.length, settings.maxRules);
  limit('hidden types', hiding.types.length, MAX_HIDDEN.types);
  limit('hidden predicates', hiding.predicates.length, MAX_HIDDEN.predicates);

  const tokens = new Float32Array(settings.goalSlots * GOAL_SIZE + settings.maxRules * RULE_SIZE);
  goal.forEach((predicate, g) => {
    const [left, right] = predicate.arguments;
    const row = [
      Number(predicate.negated),
      predicateToken(predicate, []),
      argumentToken(left, []),
      argumentToken(right, []),
    ];
    tokens.set(row, g * GOAL_SIZE);
  });
  rules.forEach(({ condition, spawns, hidden }, r) => {
    const at = settings.goalSlots * GOAL_SIZE + r * RULE_SIZE;
    tokens[at] = hidden ? HIDDEN : VISIBLE;
    if (hidden) return;
    tokens[at + 1] = Number(condition.negated);
    tokens[at + 2] = predicateToken(condition, hiding.predicates);
    condition.arguments.forEach((argument, k) => {
      tokens[at + 3 + k] = argumentToken(argument, hiding.types);
    });
    spawns.forEach((type, k) => {
      tokens[at + 5 + k] = argumentToken(type, hiding.types);
    });
  });
  return tokens;
}
