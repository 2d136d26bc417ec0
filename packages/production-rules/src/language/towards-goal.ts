import { isPlayer } from './predicate-text.js';
import type { Rule, Task } from './task.js';

/**
 * The rules that lead towards the goal: their spawns are needed by the goal, directly or through other such rules. Dead
 * ends do not count.
 * @param consumers whether rules that consume what the goal forbids, and do not spawn it again, count too
 */
export function rulesTowardsGoal({ goal, rules }: Pick<Task, 'goal' | 'rules'>, consumers = false): Set<Rule> {
  const named = (negated: boolean): string[] =>
    goal.flatMap((atom) => (atom.negated === negated ? atom.arguments.filter((given) => !isPlayer(given)) : []));
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
