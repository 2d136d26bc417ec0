import type { ObjectType, PlayerName, Predicate, PredicateName, Task, WorldMap } from '@open-ada/production-rules';

/** The number of a hidden type or predicate. The same number means the same type or predicate in all rules. */
export type Token = number;

/** The visible part of a rule's condition: names, or numbers of hidden types and predicates. */
interface ToldCondition {
  negated: boolean;
  name: PredicateName | Token;
  arguments: readonly [PlayerName | ObjectType | Token, PlayerName | ObjectType | Token];
}

/** The visible part of a rule. Of a completely hidden rule, only its existence is visible. */
export interface ToldRule {
  /** Undefined for a hidden rule. */
  condition: ToldCondition | undefined;
  /** Empty for a hidden rule. */
  spawns: readonly (ObjectType | Token)[];
}

/**
 * The visible part of a task, as in the parts `goal` and `rules` of an observation; and the map, which an agent is not
 * told.
 */
export interface ToldTask {
  goal: readonly Predicate[];
  rules: readonly ToldRule[];
  world: WorldMap;
}

const told = new WeakMap<Task, ToldTask>();

/** The visible part of a task. The same task always gives the same object. */
export function toldOf(task: Task): ToldTask {
  let known = told.get(task);
  if (known !== undefined) return known;
  const { types, predicates } = task.hiding;
  const typeOrToken = <T extends string>(type: T): T | Token => {
    const token = (types as readonly string[]).indexOf(type);
    return token < 0 ? type : token;
  };
  const rules = task.rules.map(({ condition, spawns, hidden }): ToldRule => {
    if (hidden) return { condition: undefined, spawns: [] };
    const { name, negated, arguments: given } = condition;
    const token = predicates.indexOf(name);
    return {
      condition: {
        negated,
        name: token < 0 ? name : token,
        arguments: [typeOrToken(given[0]), typeOrToken(given[1])],
      },
      spawns: spawns.map(typeOrToken),
    };
  });
  known = { goal: task.goal, rules, world: task.world };
  told.set(task, known);
  return known;
}
