import { goalOf, type Task } from '@open-ada/production-rules';
import type { SimulationSettings } from '../settings/settings.js';

/**
 * What of a task an observation has no room for, for one sentence; undefined if there is room for all of it. Of objects
 * an observation holds the nearest ones that are seen, so an agent would not know what it is not told of. Rules can
 * bring about more objects than a task starts with; that is not counted.
 */
export function roomFault(
  task: Pick<Task, 'name' | 'rules' | 'goal' | 'objects' | 'players'>,
  settings: Pick<SimulationSettings, 'maxRules' | 'goalSlots' | 'maxEntities' | 'players'>,
): string | undefined {
  const { maxRules, goalSlots, maxEntities, players = 1 } = settings;
  const { name, rules, objects } = task;
  if (task.players.length > players) return `knows of no other player, but the task "${name}" has two`;
  const goals = Math.max(...task.players.map((_, seat) => goalOf(task, seat).length));
  const parts = [
    { what: 'rules', count: rules.length, most: maxRules },
    { what: 'goals', count: goals, most: goalSlots },
    // 0: the agent has a camera and is told of no objects.
    { what: 'objects', count: objects.length, most: maxEntities || Number.POSITIVE_INFINITY },
  ];
  const fault = parts.find(({ count, most }) => count > most);
  return fault && `can be told of ${fault.most} ${fault.what}, but the task "${name}" has ${fault.count}`;
}
