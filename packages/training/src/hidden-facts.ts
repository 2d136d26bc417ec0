import { OBJECT_TYPES, PREDICATES, type Task } from '@open-ada/production-rules';

/** One statement per predicate and object type. */
export const HIDDEN_FACTS = PREDICATES.length * OBJECT_TYPES.length;

/** @throws Error of one sentence where an agent cannot be taught these facts */
export function requireBeliefs({ beliefs }: { beliefs: number }): void {
  if (beliefs === HIDDEN_FACTS) return;
  throw new Error(
    `the agent has beliefs about ${beliefs} statements, tasks hide ${HIDDEN_FACTS} (predicates x object types): set beliefs to that.`,
  );
}

/**
 * What is true of a task and kept from the agent: statement (predicate, type) holds when some hidden rule's condition is this predicate
 * with this type as an argument.
 * @param into `[HIDDEN_FACTS]`, written
 */
export function writeHiddenFacts(task: Task, into: Float32Array): void {
  into.fill(0);
  for (const { condition, hidden } of task.rules) {
    if (!hidden) continue;
    for (const argument of condition.arguments) {
      const type = (OBJECT_TYPES as readonly string[]).indexOf(argument);
      if (type >= 0) into[PREDICATES.indexOf(condition.name) * OBJECT_TYPES.length + type] = 1;
    }
  }
}
