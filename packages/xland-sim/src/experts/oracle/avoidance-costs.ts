import {
  AVATAR_RADIUS,
  NEAR_DISTANCE,
  OBJECT_TYPES,
  type ObjectType,
  PREDICATES,
  typesOf,
} from '@open-ada/production-rules';
import type { ObjectState } from '../../environment/environment-state.js';
import type { Hazard } from './choose.js';
import { type Situation, shapeOf } from './situation.js';

/**
 * Cost of entering a cell, metres: where the avatar would push a loose object, and where a frozen object is in the way.
 */
const LOOSE = 1.5;
const FROZEN = 40;
/** Cost of a cell where a harmful rule would fire, and of one where it might fire, metres. */
const HARM = 30;
const RISK = 1.5;
const GAP = 0.02;
/** Distances of the avatar, metres: near it; an object that it carries is near another or touches it, and might. */
const NEAR_ME = NEAR_DISTANCE;
const CARRIED_NEAR = { surely: 1.25, perhaps: 1.95 } as const;
const CARRIED_TOUCHES = { surely: 0.85, perhaps: 1.45 } as const;

/**
 * Sets the avoidance costs of the present step: objects in the way, except the objects `except`, and places where a
 * harmful rule could fire.
 */
export function layTolls(
  situation: Situation,
  hazards: readonly Hazard[],
  carried: string,
  except: readonly number[],
): void {
  const { finder, objects } = situation;
  situation.tollKey = keyOf(objects, hazards, carried, except);
  if (finder.tollKey === situation.tollKey) return;
  finder.toll.fill(0);
  for (const object of objects) {
    if (object.holder >= 0 || except.includes(object.objectIndex)) continue;
    const { position, frozen } = object;
    const radius = AVATAR_RADIUS + shapeOf(object).footRadius + GAP;
    finder.charge(position[0], position[2], radius, frozen ? FROZEN : LOOSE);
  }
  for (const { condition } of hazards) {
    const types = typesOf(condition);
    if (condition.name === 'hold' || condition.name === 'see') continue;
    const near = condition.name === 'near';
    if (types.length === 1) {
      for (const object of objects) {
        if (object.type !== types[0] || object.holder >= 0) continue;
        const radius = near ? NEAR_ME : AVATAR_RADIUS + shapeOf(object).footRadius + 4 * GAP;
        finder.charge(object.position[0], object.position[2], radius, HARM);
      }
      continue;
    }
    if (types[0] !== carried && types[1] !== carried) continue;
    const other = types[0] === carried ? types[1] : types[0];
    const { surely, perhaps } = near ? CARRIED_NEAR : CARRIED_TOUCHES;
    for (const object of objects) {
      if (object.type !== other || object.holder >= 0) continue;
      finder.charge(object.position[0], object.position[2], surely, HARM);
      finder.charge(object.position[0], object.position[2], perhaps, RISK);
    }
  }
  finder.tollKey = situation.tollKey;
}

const numbers = new Float64Array(1);
const bits = new Uint32Array(numbers.buffer);

/** A hash (two of 32 bits, FNV-1a and the like) of all that tolls depend on: equal keys, equal tolls. */
function keyOf(
  objects: readonly ObjectState[],
  hazards: readonly Hazard[],
  carried: string,
  except: readonly number[],
): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  const add = (value: number): void => {
    numbers[0] = value;
    for (let k = 0; k < 2; k++) {
      a = Math.imul(a ^ bits[k], 0x01000193);
      b = Math.imul(b ^ bits[k], 0x85ebca6b) ^ (b >>> 13);
    }
  };
  for (const { holder, objectIndex, position, type, size, frozen } of objects) {
    if (holder >= 0) continue;
    add(position[0]);
    add(position[2]);
    add(OBJECT_TYPES.indexOf(type) * 4 + (frozen ? 1 : 0) + (except.includes(objectIndex) ? 2 : 0));
    add(size);
  }
  for (const { condition } of hazards) {
    add(PREDICATES.indexOf(condition.name));
    for (const type of typesOf(condition)) add(OBJECT_TYPES.indexOf(type));
  }
  add(hazards.length === 0 ? -1 : OBJECT_TYPES.indexOf(carried as ObjectType));
  return `${a}/${b}`;
}
