import { type Rule, rulesTowardsGoal, type Task } from '@open-ada/production-rules';
import type { BatchedEnvironment } from '@open-ada/xland-sim';

/**
 * Tells when the labels of a script that knows the hidden rules can be followed: once every hidden rule that leads
 * towards the goal has fired since the agent's memory was reset. Before that, the mean over the possible secrets of what
 * such a script does is a walk to nowhere.
 */
export class SecretGate {
  /** `[E, P]`: the hidden rules that have not fired yet; undefined before it is asked for the first time. */
  private readonly secrets: (Set<number> | undefined)[] = [];

  constructor(private readonly environment: BatchedEnvironment) {}

  isOpen(i: number, seat = 0): boolean {
    const row = i * this.environment.players + seat;
    const known = this.secrets[row];
    if (known?.size === 0) return true;
    const { task, ruleFirings } = this.environment.state(i, seat);
    const secrets = known ?? secretsOf(task);
    this.secrets[row] = secrets;
    for (const r of secrets) if (ruleFirings[r] > 0) secrets.delete(r);
    return secrets.size === 0;
  }

  /** Call it when an episode begins, and when memory is reset. */
  forget(i: number, seat = 0): void {
    this.secrets[i * this.environment.players + seat] = undefined;
  }
}

/** Places of the hidden rules that lead towards the goal. */
function secretsOf(task: Task): Set<number> {
  const needed = rulesTowardsGoal(task, true);
  return new Set(task.rules.flatMap((rule, r) => (needed.has(rule) && isSecret(task, rule) ? [r] : [])));
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
