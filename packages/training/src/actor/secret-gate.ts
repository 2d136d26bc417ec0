import type { Rule, Task } from '@open-ada/production-rules';
import type { BatchedEnvironment } from '@open-ada/xland-sim';
import { rulesTowardsGoal } from '../config/rule-labels.js';

/**
 * Tells when the labels of a script that knows the hidden rules can be followed: once every hidden rule that leads
 * towards the goal has fired since the agent's memory was reset. Before that, the mean over the possible secrets of what
 * such a script does is a walk to nowhere.
 */
export class SecretGate {
  private readonly known: ({ task: Task; secrets: number[]; out: Set<number> } | undefined)[] = [];

  constructor(private readonly environment: BatchedEnvironment) {}

  isOpen(i: number): boolean {
    const { task, ruleFirings } = this.environment.state(i);
    let known = this.known[i];
    if (known?.task !== task) {
      const needed = rulesTowardsGoal(task, true);
      const secrets = task.rules.flatMap((rule, r) => (needed.has(rule) && isSecret(task, rule) ? [r] : []));
      known = { task, secrets, out: new Set() };
      this.known[i] = known;
    }
    for (const r of known.secrets) if (ruleFirings[r] > 0) known.out.add(r);
    return known.out.size === known.secrets.length;
  }

  forget(i: number): void {
    this.known[i] = undefined;
  }
}

/** Whether a player is not shown all of a rule. */
function isSecret({ hiding }: Task, { hidden, condition, spawns }: Rule): boolean {
  const types: readonly string[] = hiding.types;
  return (
    hidden ||
    hiding.predicates.includes(condition.name) ||
    condition.arguments.some((argument) => types.includes(argument)) ||
    spawns.some((type) => types.includes(type))
  );
}
