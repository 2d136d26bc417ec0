import { AVATAR_RADIUS, NEAR_DISTANCE, typesOf } from '@open-ada/production-rules';
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
}
