import { AVATAR_RADIUS } from '@open-ada/production-rules';
import type { ObjectState } from '../../environment/environment-state.js';
import { AVATAR_CENTRE, EYE_HEIGHT, radians } from '../../scene/player.js';
import { bring, separate } from './bring.js';
import { fetch } from './fetch.js';
import type { Intent } from './intent.js';
import { pin } from './pin.js';
import { push } from './push.js';
import { bearing, flatDistance, HIDES_LEAST, NEAR, type Situation, shapeOf } from './situation.js';
import { type DesiredControls, go, type Progress } from './steer.js';
import { isStraight, LAST_BIT, travel } from './travel.js';

/** The oracle turns until an object that must not be seen is this far outside half the field of view, degrees. */
const OUT_OF_VIEW = 6;
/**
 * Steps after which an object that the avatar faces is taken to be hidden, and steps for which it then looks for
 * another place to see it from.
 */
const BLIND = 3;
const SEARCH = 5;

/** Turns an intent into the desired controls of one step. Returns the obstacle where nothing can be done. */
export function act(
  intent: Intent,
  situation: Situation,
  aim: number,
  progress: Progress,
  desired: DesiredControls,
): string | undefined {
  switch (intent.kind) {
    case 'fetch':
      return fetch(intent.object, false, situation, aim, progress, desired, intent.swap);
    case 'bring':
      return bring(intent, situation, aim, progress, desired);
    case 'push':
      return push(intent.object, intent.target, intent.contact, situation, desired);
    case 'approach':
      return approach(intent.object, intent.contact, situation, desired);
    case 'pin':
      return pin(intent.object, situation, aim, progress, desired);
    case 'face':
      return face(intent.object, situation, progress, desired);
    case 'leave':
      return leave(intent.objects, intent.distance, situation, desired);
    case 'turn away':
      return turnAway(intent.objects, situation, desired);
    case 'separate':
      return separate(intent, situation, aim, progress, desired);
    case 'screen':
      return screen(intent.a, intent.b, situation, aim, progress, desired);
    case 'release':
      desired.hand = 'release';
      return undefined;
    default:
      return undefined;
  }
}

/** Walks up to an object, or into it. */
function approach(
  object: ObjectState,
  contact: boolean,
  situation: Situation,
  desired: DesiredControls,
): string | undefined {
  const { me, grid, settings, held } = situation;
  const [x, y, z] = object.position;
  if (contact && held?.objectIndex === object.objectIndex) {
    // A short arm makes the object touch the avatar. With an arm of fixed length it has to be released and walked into.
    if (settings.groups.reach) desired.arm = settings.hand.min;
    else desired.hand = 'release';
  }
  const gap = flatDistance(object, me.x, me.z);
  const touch = AVATAR_RADIUS + shapeOf(object).footRadius;
  const short = contact ? gap > touch : Math.hypot(gap, y - me.y - AVATAR_CENTRE) > NEAR;
  if (!short) {
    go(me, x, z, false, desired);
    return undefined;
  }
  if (situation.isLevel(object) && isStraight(situation, x, z, LAST_BIT)) {
    go(me, x, z, true, desired);
    return undefined;
  }
  const good = (cell: number): boolean => {
    const level = flatDistance(object, grid.x(cell), grid.z(cell));
    if (contact) return level < 1.1 && situation.beside(cell, object);
    return Math.hypot(level, y - grid.heights[cell] - AVATAR_CENTRE) < NEAR - 0.05;
  };
  const result = travel(situation, good, desired, { x, z });
  if (result === 'nowhere') return `no way leads to the ${object.type}`;
  if (result === 'there') go(me, x, z, true, desired);
  return undefined;
}

/** Looks at an object from where it can be seen. */
function face(
  object: ObjectState,
  situation: Situation,
  progress: Progress,
  desired: DesiredControls,
): string | undefined {
  const { me, grid } = situation;
  const [x, y, z] = object.position;
  const gap = flatDistance(object, me.x, me.z);
  if (progress.missed < BLIND && situation.clear(me.x, me.y + EYE_HEIGHT, me.z, object)) {
    go(me, x, z, false, desired);
    desired.look = Math.atan2(y - me.y - EYE_HEIGHT, gap) - me.look;
    if (progress.forRule && Math.abs(desired.turn) < radians(15)) progress.missed++;
    return undefined;
  }
  // Something hides the object after all: move closer to see it.
  const most = progress.missed < BLIND ? Number.POSITIVE_INFINITY : Math.max(0.9, gap - 1);
  const good = (cell: number): boolean =>
    flatDistance(object, grid.x(cell), grid.z(cell)) < most &&
    situation.clear(grid.x(cell), grid.heights[cell] + EYE_HEIGHT, grid.z(cell), object);
  const result = travel(situation, good, desired, { x, z });
  if (progress.missed >= BLIND && ++progress.missed > BLIND + SEARCH) progress.missed = 0;
  if (result === 'there') go(me, x, z, true, desired);
  return result === 'nowhere' ? `the ${object.type} can be seen from nowhere` : undefined;
}

/** Walks away from objects. */
function leave(
  objects: ObjectState[],
  distance: number,
  situation: Situation,
  desired: DesiredControls,
): string | undefined {
  const { me, grid } = situation;
  const far = (x: number, z: number): boolean => objects.every((object) => flatDistance(object, x, z) > distance);
  if (far(me.x, me.z)) return undefined;
  const result = travel(situation, (cell) => far(grid.x(cell), grid.z(cell)), desired);
  return result === 'nowhere' ? `there is no place far enough from the ${objects[0].type}` : undefined;
}

/** Turns until none of the objects is in view. */
function turnAway(objects: ObjectState[], situation: Situation, desired: DesiredControls): string | undefined {
  const { me, grid } = situation;
  const turn = turnOutOfSight(objects, situation, me.x, me.y, me.z, me.heading);
  if (turn !== undefined) {
    desired.turn = turn;
    return undefined;
  }
  const hidden = (cell: number): boolean =>
    turnOutOfSight(objects, situation, grid.x(cell), grid.heights[cell], grid.z(cell), 0) !== undefined;
  const result = travel(situation, hidden, desired);
  return result === 'nowhere' ? `some ${objects[0].type} is in view wherever one looks` : undefined;
}

/** The smallest turn, radians, after which no object is in view from a place; undefined where there is none. */
function turnOutOfSight(
  objects: ObjectState[],
  situation: Situation,
  x: number,
  y: number,
  z: number,
  heading: number,
): number | undefined {
  const margin = radians(situation.settings.fieldOfView.azimuth / 2 + OUT_OF_VIEW);
  const seen = objects.filter(
    (object) => object.holder === 0 || situation.clear(x, y + EYE_HEIGHT, z, object, -1, HIDES_LEAST),
  );
  const bearings = seen.map(({ position }) => bearing(x, z, heading, position[0], position[2]));
  const free = (turn: number): boolean =>
    bearings.every((angle) => {
      const off = angle - turn;
      return Math.abs(off - 2 * Math.PI * Math.round(off / (2 * Math.PI))) > margin;
    });
  for (let turn = 0; turn <= Math.PI; turn += radians(5)) {
    if (free(turn)) return turn;
    if (free(-turn)) return -turn;
  }
  return undefined;
}

/** Moves between two objects, holding one of them where that is possible. */
function screen(
  a: ObjectState,
  b: ObjectState,
  situation: Situation,
  aim: number,
  progress: Progress,
  desired: DesiredControls,
): string | undefined {
  const { me, grid, held } = situation;
  const carried = a.objectIndex === held?.objectIndex || (b.objectIndex !== held?.objectIndex && !a.frozen) ? a : b;
  if (!carried.frozen) {
    if (carried.holder !== 0) return fetch(carried, true, situation, aim, progress, desired);
    const [x, , z] = (carried === a ? b : a).position;
    desired.turn = bearing(me.x, me.z, me.heading, 2 * me.x - x, 2 * me.z - z);
    return undefined;
  }
  const dx = b.position[0] - a.position[0];
  const dz = b.position[2] - a.position[2];
  const square = dx * dx + dz * dz;
  const between = (cell: number): boolean => {
    const x = grid.x(cell) - a.position[0];
    const z = grid.z(cell) - a.position[2];
    const along = (x * dx + z * dz) / square;
    return along > 0.1 && along < 0.9 && Math.abs(x * dz - z * dx) < 0.3 * Math.sqrt(square);
  };
  const result = travel(situation, between, desired);
  return result === 'nowhere' ? `no way leads between the ${a.type} and the ${b.type}` : undefined;
}
