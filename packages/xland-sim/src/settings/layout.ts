import { COLOURS, OBJECT_TYPES, SHAPES } from '@open-ada/production-rules';
import { cameraFault } from './camera-settings.js';
import type { SimulationSettings } from './settings.js';
import type { ActionGroup, ActionSpec, ObservationPart, ObservationSpec } from './specs.js';

/** Values of every token of the goal and the rules; see `tokens.ts`. */
const TOKENS = 19;
/** Floats of one rule: presence, negation, predicate, two arguments, three spawns. */
export const RULE_SIZE = 8;
/** Floats of one goal slot: negation, predicate, two arguments. */
export const GOAL_SIZE = 4;
/** Floats of one entity: presence, shape, colour, size, frozen, held, position, distance, bearing, velocity. */
export const ENTITY_SIZE = 1 + SHAPES.length + COLOURS.length + 3 + 3 + 1 + 2 + 3;
/** Floats of one ray: distance, wall, object. */
export const RAY_SIZE = 3;
/** Floats of one pixel: red, green, blue, depth. */
export const CAMERA_CHANNELS = 4;
/** Trials remaining that have a float of their own; more share a flag. */
export const COUNTED_TRIALS = 5;

const GROUPS: readonly ActionGroup[] = [
  { name: 'move', options: ['back', 'stay', 'forward'] },
  { name: 'strafe', options: ['left', 'stay', 'right'] },
  { name: 'turn', options: ['large left', 'small left', 'stay', 'small right', 'large right'] },
  { name: 'look', options: ['down', 'stay', 'up'] },
  { name: 'hand', options: ['release', 'keep', 'grab'] },
  { name: 'reach', options: ['nearer', 'keep', 'farther'] },
];

/** The enabled action groups, always in the same order; the middle option of each does nothing. */
export function actionSpec(settings: SimulationSettings): ActionSpec {
  return { groups: GROUPS.filter(({ name }) => settings.groups[name]) };
}

/** The layout of one environment's observation. */
export function observationSpec(settings: SimulationSettings): ObservationSpec {
  const parts: ObservationPart[] = [];
  let size = 0;
  const add = (name: string, shape: number[], kind: 'float' | 'token', perEpisode: boolean): void => {
    const floats = shape.reduce((product, n) => product * n, 1);
    if (floats === 0) return;
    parts.push({ name, offset: size, shape, kind, ...(kind === 'token' ? { cardinality: TOKENS } : {}), perEpisode });
    size += floats;
  };
  const options = actionSpec(settings).groups.reduce((sum, group) => sum + group.options.length, 0);
  add('entities', [settings.maxEntities, ENTITY_SIZE], 'float', false);
  add('rays', [settings.rays.count * settings.rays.heights.length, RAY_SIZE], 'float', false);
  add('body', [8 + (settings.pose ? 4 : 0)], 'float', false);
  add('time', [2 + COUNTED_TRIALS + 3], 'float', false);
  add('previous', [options + OBJECT_TYPES.length + 1], 'float', false);
  if (settings.events) add('events', [2, OBJECT_TYPES.length], 'float', false);
  const { camera, ground } = settings;
  if (ground) add('ground', [ground.directions, ground.distances.length], 'float', false);
  if (camera !== undefined) {
    const fault = cameraFault(camera);
    if (fault !== undefined) throw new Error(`In the simulation settings, ${fault}.`);
    add('camera', [camera.height, camera.width, CAMERA_CHANNELS], 'float', false);
  }
  const stepSize = size;
  add('goal', [settings.goalSlots, GOAL_SIZE], 'token', true);
  add('rules', [settings.maxRules, RULE_SIZE], 'token', true);
  return { parts, size, stepSize };
}
