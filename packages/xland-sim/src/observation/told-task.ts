import type { ObjectType, PlayerName, Predicate, PredicateName, Task, WorldMap } from '@open-ada/production-rules';

/** The number of a hidden type or predicate: the same number is the same thing in all rules. */
export type Token = number;

/** What an agent is told of a rule's condition: names, or the numbers of what is hidden. */
interface ToldCondition {
  negated: boolean;
  name: PredicateName | Token;
  arguments: readonly [PlayerName | ObjectType | Token, PlayerName | ObjectType | Token];
}

/** What an agent is told of a rule; of one that is hidden as a whole only that it is there. */
export interface ToldRule {
  /** Undefined for a hidden rule. */
  condition: ToldCondition | undefined;
  /** Empty for a hidden rule. */
  spawns: readonly (ObjectType | Token)[];
}

/** What an agent is told of a task, as in the parts `goal` and `rules` of its observation; and the map, which it is not. */
export interface ToldTask {
  goal: readonly Predicate[];
  rules: readonly ToldRule[];
  world: WorldMap;
}

const told = new WeakMap<Task, ToldTask>();

/** What an agent is told of a task: always the same object for the same task. */
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
