import type { SimulationSettings } from './settings.js';
import type { ActionGroup, ActionSpec } from './specs.js';

const GROUPS: readonly ActionGroup[] = [
  { name: 'move', options: ['back', 'stay', 'forward'] },
  { name: 'strafe', options: ['left', 'stay', 'right'] },
  { name: 'turn', options: ['large left', 'small left', 'stay', 'small right', 'large right'] },
  { name: 'look', options: ['down', 'stay', 'up'] },
  { name: 'hand', options: ['release', 'keep', 'grab'] },
  { name: 'reach', options: ['nearer', 'keep', 'farther'] },
];

/** The enabled action groups, always in the same order. The middle option of each does nothing. */
export function actionSpec(settings: SimulationSettings): ActionSpec {
  return { groups: GROUPS.filter(({ name }) => settings.groups[name]) };
}
