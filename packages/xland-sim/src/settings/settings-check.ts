import { cameraFault } from './camera-settings.js';
import { COMPACT, type SimulationSettings } from './settings.js';

/** Whether two values have members of the same names and kinds; numbers must be finite. */
function fault(value: unknown, like: unknown, path: string): string | undefined {
  if (Array.isArray(like)) {
    if (!Array.isArray(value)) return `${path} must be a list`;
    return firstFault(value.map((member, k) => fault(member, like[0], `${path}/${k}`)));
  }
  if (typeof like === 'object' && like !== null) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path} must be an object`;
    const given = value as Record<string, unknown>;
    const extra = Object.keys(given).find((name) => !(name in like));
    if (extra !== undefined) return `${path}/${extra} is not a setting`;
    return firstFault(Object.entries(like).map(([name, member]) => fault(given[name], member, `${path}/${name}`)));
  }
  if (typeof value !== typeof like) return `${path} must be a ${typeof like}`;
  return typeof value === 'number' && !Number.isFinite(value) ? `${path} must be a finite number` : undefined;
}

const firstFault = (faults: (string | undefined)[]): string | undefined => faults.find((text) => text !== undefined);

const WHOLE: readonly ('actionRepeat' | 'maxEntities' | 'maxRules' | 'goalSlots')[] = [
  'actionRepeat',
  'maxEntities',
  'maxRules',
  'goalSlots',
];

/** What is wrong with plain data that should be settings: a JSON path and half a sentence, or undefined. */
export function settingsFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'the settings must be an object';
  const { camera, events, ground, ...rest } = value as SimulationSettings;
  const { camera: _, events: toldEvents, ground: toldGround, ...like } = COMPACT;
  const wrong =
    fault(rest, like, '') ??
    (events === undefined ? undefined : fault(events, toldEvents, '/events')) ??
    (ground === undefined ? undefined : fault(ground, toldGround, '/ground'));
  if (wrong !== undefined) return wrong;
  if (ground !== undefined && !(Number.isInteger(ground.directions) && ground.directions >= 0)) {
    return '/ground/directions must be a whole number';
  }
  const broken = WHOLE.find((name) => !Number.isInteger(rest[name]) || rest[name] < (name === 'actionRepeat' ? 1 : 0));
  if (broken !== undefined) return `/${broken} must be a whole number`;
  return camera === undefined ? undefined : cameraFault(camera);
}
