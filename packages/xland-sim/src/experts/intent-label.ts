import { OBJECT_TYPES, type ObjectType, typesOf } from '@open-ada/production-rules';
import type { Step } from './oracle/plan.js';

/**
 * What a script can be doing. Stored agents know the kinds by their places: new ones go to the end.
 *
 * - wait: nothing is left to do. search: go and look where it has not looked yet.
 * - take: go to an object and grab it. The second type, if there is one, is what it is taken to, or away from.
 * - near, touch, see: bring that about with an object in the hand and another one; without a second type, with the
 *   avatar and an object. push: the same without a grab.
 * - leave, turn away: have the object not near, not in view. part: have two objects not near, or hidden from each other.
 * - release: let go.
 */
export const INTENT_KINDS = [
  'wait',
  'search',
  'take',
  'near',
  'touch',
  'see',
  'push',
  'leave',
  'turn away',
  'part',
  'release',
] as const;

/** What a script is doing, to objects of which type, and with which type. */
export interface IntentLabel {
  kind: (typeof INTENT_KINDS)[number];
  first?: ObjectType;
  second?: ObjectType;
}

/** Options of the three numbers of an intent: its kind, its first type and its second type or none. */
export const INTENT_DIMS = [INTENT_KINDS.length, OBJECT_TYPES.length + 1, OBJECT_TYPES.length + 1] as const;

/** Writes an intent as three numbers. No type is the option after the last type. */
export function writeIntent({ kind, first, second }: IntentLabel, into: Int32Array, at: number): void {
  into[at] = INTENT_KINDS.indexOf(kind);
  into[at + 1] = typeOption(first);
  into[at + 2] = typeOption(second);
}

/** Reads the types of an intent. @returns the first and the second type, as far as there are any */
export function readIntentTypes(from: Int32Array, at: number): ObjectType[] {
  return [OBJECT_TYPES[from[at + 1]], OBJECT_TYPES[from[at + 2]]].filter((type) => type !== undefined);
}

const typeOption = (type: ObjectType | undefined): number =>
  type === undefined ? OBJECT_TYPES.length : OBJECT_TYPES.indexOf(type);

/**
 * The label of a planned step.
 * @param pressed below 0 while something that was let go is pushed on: see `Progress`
 */
export function labelOf({ intent, predicate }: Step, pressed: number): IntentLabel {
  switch (intent.kind) {
    case 'fetch': {
      // One of a pair is fetched before the other has been seen.
      const first = intent.object.type;
      const types = predicate ? typesOf(predicate) : [];
      return { kind: 'take', first, second: types.includes(first) ? types[1 - types.indexOf(first)] : undefined };
    }
    case 'bring': {
      const { carried, target, how } = intent;
      const kind = carried.holder !== 0 && pressed >= 0 ? 'take' : how === 'touching' ? 'touch' : how;
      return { kind, first: carried.type, second: target.type };
    }
    case 'push':
      return { kind: 'push', first: intent.object.type, second: intent.target.type };
    case 'approach':
      return { kind: intent.contact ? 'touch' : 'near', first: intent.object.type };
    case 'pin':
      return { kind: intent.object.holder === 0 ? 'touch' : 'take', first: intent.object.type };
    case 'face':
      return { kind: 'see', first: intent.object.type };
    case 'leave':
    case 'turn away':
      return { kind: intent.kind, first: intent.objects[0].type };
    case 'separate': {
      const { carried, from } = intent;
      return { kind: carried.holder === 0 ? 'part' : 'take', first: carried.type, second: from[0]?.type };
    }
    case 'screen':
      return { kind: 'part', first: intent.a.type, second: intent.b.type };
    case 'release':
      // It is the only object of what must not hold.
      return { kind: 'release', first: predicate && typesOf(predicate)[0] };
    default:
      return { kind: 'wait' };
  }
}
