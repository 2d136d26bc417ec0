import {
  type Argument,
  MAX_HIDDEN,
  OBJECT_TYPES,
  PLAYERS,
  PREDICATES,
  type Predicate,
  type Task,
} from '@open-ada/production-rules';
import { featureOf, partOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationFeature, ObservationPart, ObservationSpec } from '../settings/specs.js';

/** Token of member `index` of a list. The index can be omitted if the list has one member. */
function token({ name, tokens = [] }: ObservationFeature, list: string, index = 0): number {
  const range = tokens.find((candidate) => candidate.name === list);
  if (range === undefined) throw new Error(`The token "${name}" has no values for ${list}.`);
  return range.first + index;
}

/** Hidden types are numbered by their index in `hidden`. */
function argumentToken(feature: ObservationFeature, argument: Argument, hidden: readonly Argument[]): number {
  const player = (PLAYERS as readonly string[]).indexOf(argument);
  if (player >= 0) return token(feature, 'players', player);
  const index = hidden.indexOf(argument);
  if (index >= 0) return token(feature, 'hiddenTypes', index);
  return token(feature, 'types', (OBJECT_TYPES as readonly string[]).indexOf(argument));
}

/** Hidden predicates are numbered by their index in `hidden`. */
function predicateToken(feature: ObservationFeature, { name }: Predicate, hidden: readonly string[]): number {
  const index = hidden.indexOf(name);
  if (index >= 0) return token(feature, 'hiddenPredicates', index);
  return token(feature, 'predicates', PREDICATES.indexOf(name));
}

/** Writes negation, predicate and arguments into a row of `part` that begins at `row`. */
function writeStatement(
  predicate: Predicate,
  hiding: { types: readonly Argument[]; predicates: readonly string[] },
  part: ObservationPart,
  into: Float32Array,
  row: number,
): void {
  const [negated, name, arguments_] = ['negated', 'predicate', 'arguments'].map((each) => featureOf(part, each));
  into[row + negated.offset] = token(negated, predicate.negated ? 'yes' : 'no');
  into[row + name.offset] = predicateToken(name, predicate, hiding.predicates);
  predicate.arguments.forEach((argument, k) => {
    into[row + arguments_.offset + k] = argumentToken(arguments_, argument, hiding.types);
  });
}

const NOTHING_HIDDEN = { types: [], predicates: [] };

/**
 * Tokens that describe a task to the agent: the last `size - stepSize` floats of an observation. A hidden rule shows
 * only its kind. Hidden types and predicates are numbered tokens and occur in rules only. Absent entries are 0.
 * @throws Error in one sentence if the task does not fit the settings
 */
export function taskTokens(task: Task, settings: SimulationSettings, spec: ObservationSpec): Float32Array {
  const { goal, rules, hiding, name } = task;
  const limit = (what: string, count: number, most: number): void => {
    if (count > most) throw new Error(`Task "${name}" has ${count} ${what}, these settings allow ${most}.`);
  };
  limit('goal predicates', goal.length, settings.goalSlots);
  limit('rules', rules.length, settings.maxRules);
  limit('hidden types', hiding.types.length, MAX_HIDDEN.types);
  limit('hidden predicates', hiding.predicates.length, MAX_HIDDEN.predicates);

  const tokens = new Float32Array(spec.size - spec.stepSize);
  const rowOf = (part: ObservationPart, k: number) => part.offset - spec.stepSize + k * part.shape[1];
  goal.forEach((predicate, g) => {
    const part = partOf(spec, 'goal') as ObservationPart;
    writeStatement(predicate, NOTHING_HIDDEN, part, tokens, rowOf(part, g));
  });
  rules.forEach(({ condition, spawns, hidden }, r) => {
    const part = partOf(spec, 'rules') as ObservationPart;
    const [kind, spawned] = ['kind', 'spawns'].map((each) => featureOf(part, each));
    const row = rowOf(part, r);
    tokens[row + kind.offset] = token(kind, hidden ? 'hidden' : 'shown');
    if (hidden) return;
    writeStatement(condition, hiding, part, tokens, row);
    spawns.forEach((type, k) => {
      tokens[row + spawned.offset + k] = argumentToken(spawned, type, hiding.types);
    });
  });
  return tokens;
}
