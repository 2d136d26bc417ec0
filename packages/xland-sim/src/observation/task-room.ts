import { goalOf, type Task } from '@open-ada/production-rules';
import type { SimulationSettings } from '../settings/settings.js';

/**
 * What of a task an observation has no room for, for one sentence; undefined if there is room for all of it. Objects do
 * not count: see `crowdNote`.
 */
export function roomFault(
  task: Pick<Task, 'name' | 'rules' | 'goal' | 'players'>,
  settings: Pick<SimulationSettings, 'maxRules' | 'goalSlots' | 'players'>,
): string | undefined {
  const { maxRules, goalSlots, players = 1 } = settings;
  const { name, rules } = task;
  if (task.players.length > players) return `knows of no other player, but the task "${name}" has two`;
  const goals = Math.max(...task.players.map((_, seat) => goalOf(task, seat).length));
  const parts = [
    { what: 'rules', count: rules.length, most: maxRules },
    { what: 'goals', count: goals, most: goalSlots },
  ];
  const fault = parts.find(({ count, most }) => count > most);
  return fault && `can be told of ${fault.most} ${fault.what}, but the task "${name}" has ${fault.count}`;
}

/**
 * Says, for one sentence, that a task starts with more objects than an observation holds; undefined where it does not.
 * Such a task can be played: the agent is told of the nearest objects that it sees. Rules can bring about more objects;
 * that is not counted. An agent with a camera alone is told of none.
 */
export function crowdNote(
  { name, objects }: Pick<Task, 'name' | 'objects'>,
  { maxEntities }: Pick<SimulationSettings, 'maxEntities'>,
): string | undefined {
  if (maxEntities === 0 || objects.length <= maxEntities) return undefined;
  return `is told of the nearest ${maxEntities} objects that it sees, and the task "${name}" has ${objects.length}`;
}
