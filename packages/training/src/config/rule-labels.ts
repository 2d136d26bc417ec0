import { type Argument, OBJECT_TYPES, PREDICATES, type Rule, type Task } from '@open-ada/production-rules';

/** One label per predicate and object type. */
export const RULE_LABELS = PREDICATES.length * OBJECT_TYPES.length;

/** @throws Error in one sentence if the agent has another number of rule labels than training provides */
export function requireRuleLabels({ ruleLabels }: { ruleLabels: number }): void {
  if (ruleLabels === RULE_LABELS) return;
  throw new Error(
    `the agent has ruleLabels about ${ruleLabels} statements, rules make ${RULE_LABELS} (predicates x object types): set ruleLabels to that.`,
  );
}

/**
 * Writes the labels of the rules towards the goal. Label (predicate, type) is 1 if a rule towards the goal has a
 * condition with this predicate and this type as an argument. A rule leads towards the goal if it makes something that
 * the goal, or another such rule, needs. Rules that the agent is shown count too, so that it learns to read rules in
 * the same way as to infer hidden ones. Dead ends do not count.
 * @param into `[RULE_LABELS]`, written
 * @param consumers whether a rule that consumes a type of a negated goal, and does not spawn it again, leads there too
 */
export function writeRuleLabels(task: Task, into: Float32Array, consumers = false): void {
  into.fill(0);
  for (const { condition } of rulesTowardsGoal(task, consumers)) {
    for (const argument of condition.arguments) {
      const type = (OBJECT_TYPES as readonly string[]).indexOf(argument);
      if (type >= 0) into[PREDICATES.indexOf(condition.name) * OBJECT_TYPES.length + type] = 1;
    }
  }
}

const isType = (argument: Argument): boolean => (OBJECT_TYPES as readonly string[]).includes(argument);

/** Rules whose spawns the goal needs, directly or through other such rules, and rules that consume what it forbids. */
export function rulesTowardsGoal({ goal, rules }: Task, consumers = false): Set<Rule> {
  const named = (negated: boolean): string[] =>
    goal.flatMap((atom) => (atom.negated === negated ? atom.arguments.filter(isType) : []));
  const wanted = new Set(named(false));
  const unwanted = new Set(consumers ? named(true).filter((type) => !wanted.has(type)) : []);
  const leads = ({ condition, spawns }: Rule) =>
    spawns.some((type) => wanted.has(type)) ||
    condition.arguments.some((type) => unwanted.has(type) && !(spawns as readonly string[]).includes(type));
  const found = new Set<Rule>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const rule of rules) {
      if (found.has(rule) || !leads(rule)) continue;
      found.add(rule);
      for (const argument of rule.condition.arguments) if (!unwanted.has(argument)) wanted.add(argument);
    }
  }
  return found;
}
