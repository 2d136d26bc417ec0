import type { ObjectState } from '../../environment/environment-state.js';

/** What to do next in the world. */
export type Intent =
  /** `swap`: what is held is carried along until the hand takes the other. */
  | { kind: 'fetch'; object: ObjectState; swap?: boolean }
  | { kind: 'bring'; carried: ObjectState; target: ObjectState; how: 'near' | 'touching' | 'see' }
  | { kind: 'push'; object: ObjectState; target: ObjectState; contact: boolean }
  | { kind: 'approach'; object: ObjectState; contact: boolean }
  | { kind: 'pin'; object: ObjectState }
  | { kind: 'face'; object: ObjectState }
  | { kind: 'leave'; objects: ObjectState[]; distance: number }
  | { kind: 'turn away'; objects: ObjectState[] }
  | { kind: 'separate'; carried: ObjectState; from: ObjectState[]; distance: number }
  | { kind: 'screen'; a: ObjectState; b: ObjectState }
  | { kind: 'release' }
  | { kind: 'wait' };

/** Indices of the objects that an intent is about. They do not count as obstacles. */
export function targets(intent: Intent): number[] {
  switch (intent.kind) {
    case 'fetch':
    case 'approach':
    case 'pin':
    case 'face':
      return [intent.object.objectIndex];
    case 'push':
      return [intent.object.objectIndex, intent.target.objectIndex];
    case 'bring':
      return [intent.carried.objectIndex, intent.target.objectIndex];
    case 'separate':
      return [intent.carried.objectIndex];
    default:
      return [];
  }
}

/** The same for intents that do the same to the same objects. */
export const intentKey = (intent: Intent): string => `${intent.kind} ${targets(intent).join()}`;

/** Replaces the objects of an intent by their present state. Returns false where the intent cannot be continued. */
export function refresh(intent: Intent, objects: readonly ObjectState[]): boolean {
  let all = intent.kind !== 'wait';
  const now = (old: ObjectState): ObjectState => {
    const object = objects.find(({ objectIndex, type }) => objectIndex === old.objectIndex && type === old.type);
    if (object === undefined) all = false;
    return object ?? old;
  };
  switch (intent.kind) {
    case 'fetch':
    case 'approach':
    case 'pin':
    case 'face':
      intent.object = now(intent.object);
      break;
    case 'push':
      intent.object = now(intent.object);
      intent.target = now(intent.target);
      break;
    case 'bring':
      intent.carried = now(intent.carried);
      intent.target = now(intent.target);
      break;
    case 'leave':
    case 'turn away':
      intent.objects = intent.objects.map(now);
      break;
    case 'separate':
      intent.carried = now(intent.carried);
      intent.from = intent.from.map(now);
      break;
    case 'screen':
      intent.a = now(intent.a);
      intent.b = now(intent.b);
      break;
    default:
  }
  return all;
}

/** What the avatar is doing, as the end of a sentence. */
export function intentInWords(intent: Intent): string {
  switch (intent.kind) {
    case 'fetch':
      return `on the way to take the ${intent.object.type}`;
    case 'bring':
      return `bringing the ${intent.carried.type} to the ${intent.target.type}`;
    case 'push':
      return `pushing the ${intent.object.type} to the ${intent.target.type}`;
    case 'approach':
      return `walking up to the ${intent.object.type}`;
    case 'pin':
      return `holding the ${intent.object.type} against a wall`;
    case 'face':
      return `looking for the ${intent.object.type}`;
    case 'leave':
      return `walking away from the ${intent.objects[0].type}`;
    case 'turn away':
      return `turning away from the ${intent.objects[0].type}`;
    case 'separate':
      return `taking the ${intent.carried.type} away`;
    case 'screen':
      return `getting between the ${intent.a.type} and the ${intent.b.type}`;
    case 'release':
      return 'letting go';
    default:
      return 'with nothing left to do';
  }
}
