import { type ObjectType, type Predicate, type Task, typesOf } from '@open-ada/production-rules';

/** What has to come about for the goal of a task, by the shortest chain of its rules. */
export interface Chain {
  /** Conditions of the rules that have to fire, and the goal if it is not negated. */
  conditions: Predicate[];
  /** Types of the objects that are there at the start and take part. */
  given: Set<ObjectType>;
}

/** The conditions that lead to the goal. Of several rules that make a type the one with the fewest firings counts. */
export function chainOf({ goal, rules, objects }: Task): Chain {
  const present = new Set(objects.map(({ type }) => type));
  const make = (type: ObjectType, pending: ReadonlySet<ObjectType>): Chain | undefined => {
    if (present.has(type)) return { conditions: [], given: new Set([type]) };
    if (pending.has(type)) return undefined;
    const chains = rules
      .filter(({ spawns }) => spawns.includes(type))
      .map(({ condition }) => meet(condition, new Set([...pending, type])))
      .filter((chain) => chain !== undefined);
    return chains.sort((a, b) => a.conditions.length - b.conditions.length)[0];
  };
  const meet = (condition: Predicate, pending: ReadonlySet<ObjectType>): Chain | undefined => {
    const parts = typesOf(condition).map((type) => make(type, pending));
    if (parts.some((part) => part === undefined)) return undefined;
    return joined([...(parts as Chain[]), { conditions: [condition], given: new Set() }]);
  };
  const wanted = goal.filter(({ negated }) => !negated).map((predicate) => meet(predicate, new Set()));
  return joined(wanted.filter((chain) => chain !== undefined));
}

function joined(chains: readonly Chain[]): Chain {
  return {
    conditions: chains.flatMap(({ conditions }) => conditions),
    given: new Set(chains.flatMap(({ given }) => [...given])),
  };
}
