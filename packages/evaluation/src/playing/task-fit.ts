import { InputError } from '@open-ada/node-kit';
import type { Task } from '@open-ada/production-rules';
import type { Checkpoint } from '@open-ada/rollout';

/** @throws InputError if a task has more rules or goals than the agent's observations have room for */
export function requireFit(
  tasks: readonly Task[],
  { file, simulation }: Pick<Checkpoint, 'file' | 'simulation'>,
): void {
  const { maxRules, goalSlots } = simulation;
  const stray = tasks.find(({ rules, goal }) => rules.length > maxRules || goal.length > goalSlots);
  if (!stray) return;
  throw new InputError(
    `${file} can be shown ${maxRules} rules and ${goalSlots} goal(s), but the task "${stray.name}" has ${stray.rules.length} and ` +
      `${stray.goal.length}; train an agent with today's settings.`,
  );
}
