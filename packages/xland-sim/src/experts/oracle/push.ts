import { AVATAR_RADIUS } from '@open-ada/production-rules';
import type { ObjectState } from '../../environment/environment-state.js';
import { radians } from '../../scene/player.js';
import { ROOM } from './grid.js';
import { apart, bearing, flatDistance, type Situation, shapeOf } from './situation.js';
import { type DesiredControls, go } from './steer.js';
import { travel } from './travel.js';

/** A pushed object moves with the avatar while its angle off the avatar's way is below this, degrees: see `walk`. */
const BEFORE_THE_CHEST = 32;
/** Distance at which the avatar stands behind the object before it pushes, and the tolerance of that place, metres. */
const BEHIND = 0.95;
const TOLERANCE = 0.35;
/** How far in front of the pushed object the avatar aims, metres. A larger distance gives a straighter path. */
const LEAD = 0.5;

/** Whether from a cell an object can be pushed towards another. */
function isBehind({ grid }: Situation, cell: number, object: ObjectState, target: ObjectState): boolean {
  const [x, , z] = object.position;
  const dx = target.position[0] - x;
  const dz = target.position[2] - z;
  const scale = BEHIND / Math.hypot(dx, dz);
  return Math.hypot(grid.x(cell) - x + dx * scale, grid.z(cell) - z + dz * scale) < TOLERANCE;
}

/** Whether there is room for the avatar behind the object. */
export function canPush(situation: Situation, object: ObjectState, target: ObjectState): boolean {
  const { open } = situation.grid;
  for (let cell = 0; cell < open.length; cell++) {
    if (open[cell] === ROOM.free && isBehind(situation, cell, object, target)) return true;
  }
  return false;
}

/** Pushes an object towards another with the body, without lifting it. Returns the reason where that is impossible. */
export function push(
  object: ObjectState,
  target: ObjectState,
  contact: boolean,
  situation: Situation,
  desired: DesiredControls,
): string | undefined {
  const { me, finder, held } = situation;
  if (held !== undefined) desired.hand = 'release';
  desired.look = -me.look;
  const [x, , z] = object.position;
  const [targetX, , targetZ] = target.position;
  const distance = Math.hypot(targetX - x, targetZ - z);
  if (!contact && apart(object, target) < 0.9) return undefined;
  const dx = (targetX - x) / distance;
  const dz = (targetZ - z) / distance;
  const off = bearing(me.x, me.z, 0, x, z) - bearing(x, z, 0, targetX, targetZ);
  const astray = Math.abs(off - 2 * Math.PI * Math.round(off / (2 * Math.PI)));
  if (astray < radians(BEFORE_THE_CHEST) && flatDistance(object, me.x, me.z) < BEHIND + 2 * TOLERANCE) {
    go(me, x + dx * LEAD, z + dz * LEAD, true, desired);
    if (Math.abs(desired.turn) > radians(BEFORE_THE_CHEST)) desired.move = 0;
    return undefined;
  }
  // The way to the place behind the object leads around it.
  finder.charge(x, z, AVATAR_RADIUS + shapeOf(object).footRadius + 0.05, DETOUR);
  const behind = (cell: number): boolean => isBehind(situation, cell, object, target);
  const result = travel(situation, behind, desired);
  if (result === 'there') go(me, x, z, true, desired);
  return result === 'nowhere' ? `the ${object.type} cannot be pushed: there is no room behind it` : undefined;
}

/** Cost of touching the object on the way around it, metres. */
const DETOUR = 20;
