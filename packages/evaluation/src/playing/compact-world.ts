import type { Task } from '@open-ada/production-rules';
import { COMPACT, type SimulationSettings } from '@open-ada/xland-sim';

/** The compact world with a seat for each player of the tasks. */
export function compactWorldOf(tasks: readonly Task[]): SimulationSettings {
  return tasks.some(({ players }) => players.length === 2) ? { ...COMPACT, players: 2 } : COMPACT;
}
