import { OBJECT_TYPES, PREDICATES, rulesTowardsGoal, type Task } from '@open-ada/production-rules';

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
