import { radians } from '../../scene/player.js';
import { meets } from './choose.js';
import { fetch } from './fetch.js';
import type { Intent } from './intent.js';
import { apart, bearing, flatDistance, NEAR, type Situation, shapeOf } from './situation.js';
import { type DesiredControls, go, type Progress } from './steer.js';
import { isStraight, travel } from './travel.js';

/**
 * Steps for which a carried object is pressed against its target, and steps for which it is then pushed after its
 * release.
 */
const PRESS = 2;
const PUSH = 4;

type Bring = Extract<Intent, { kind: 'bring' }>;

/** Carries an object to another one. */
export function bring(
  intent: Bring,
  situation: Situation,
  aim: number,
  progress: Progress,
  desired: DesiredControls,
): string | undefined {
  const { carried, target, how } = intent;
  const { me } = situation;
  const contact = how === 'touching';
  const [x, , z] = target.position;
  const most = contact ? shapeOf(carried).halfWidth + shapeOf(target).halfWidth + 0.01 : NEAR;
  const gap = apart(carried, target);
  if (how !== 'touching' && meets(situation, how, carried, target, NEAR)) return undefined;
  // Only the reward shows whether two objects touch: shapes differ.
  if (contact && progress.rewarded) return undefined;
  if (progress.pressed < 0) {
    // The body pushes the released object on.
    progress.pressed++;
    if (carried.holder === 0) desired.hand = 'release';
    go(me, carried.position[0], carried.position[2], true, desired);
    return undefined;
  }
  if (carried.holder !== 0) {
    if (contact && gap <= most + 0.03 && (!progress.forRule || ++progress.missed < PUSH)) return undefined;
    return fetch(carried, true, situation, aim, progress, desired);
  }
  desired.look = -me.look;
  const distance = flatDistance(target, me.x, me.z);
  const close = distance < me.handDistance + (contact ? most : NEAR);
  if (situation.isLevel(target) && isStraight(situation, x, z, Math.min(distance, 1))) {
    go(me, x, z, gap > most, desired);
    progress.pressed = close && Math.abs(desired.turn) < radians(15) ? progress.pressed + 1 : 0;
    if (contact && progress.pressed > PRESS) progress.pressed = -PUSH;
    return undefined;
  }
  const result = travel(situation, (cell) => meetsFrom(intent, situation, cell), desired, { x, z });
  if (result === 'going') return undefined;
  if (result === 'nowhere') {
    // Any place beside the target is good enough: the objects in between are pushed.
    const beside = travel(situation, (cell) => situation.beside(cell, target), desired, { x, z });
    if (beside === 'going') return undefined;
    if (beside === 'nowhere') return `no way leads to the ${target.type} with the ${carried.type}`;
  }
  go(me, x, z, gap > most, desired);
  if (Math.abs(desired.turn) < radians(15) && ++progress.pressed > PRESS) progress.pressed = -PUSH;
  return undefined;
}

/** Whether the carried object meets the target when the avatar stands on this cell and faces the target. */
function meetsFrom({ carried, target, how }: Bring, situation: Situation, cell: number): boolean {
  const { grid, me } = situation;
  if (!situation.beside(cell, target)) return false;
  const cx = grid.x(cell);
  const cz = grid.z(cell);
  const [x, y, z] = target.position;
  const distance = flatDistance(target, cx, cz);
  if (distance < 0.5) return false;
  const widths = shapeOf(carried).halfWidth + shapeOf(target).halfWidth;
  const beyond = Math.max(0, distance - me.handDistance - (how === 'touching' ? widths - 0.05 : 0));
  const rise = situation.carryHeight(carried, grid.heights[cell]) - y;
  if (Math.hypot(beyond, how === 'touching' ? 0 : rise) > (how === 'touching' ? 0.02 : NEAR - 0.08)) return false;
  for (const object of situation.objects) {
    if (object.objectIndex === carried.objectIndex || object.objectIndex === target.objectIndex) continue;
    const along = ((object.position[0] - cx) * (x - cx) + (object.position[2] - cz) * (z - cz)) / (distance * distance);
    if (along <= 0 || along >= 1) continue;
    const aside = flatDistance(object, cx + along * (x - cx), cz + along * (z - cz));
    if (aside < shapeOf(carried).halfWidth + shapeOf(object).halfWidth && Math.abs(object.position[1] - y) < 0.6)
      return false;
  }
  return true;
}

type Separate = Extract<Intent, { kind: 'separate' }>;

/** Takes one object away from others. */
export function separate(
  intent: Separate,
  situation: Situation,
  aim: number,
  progress: Progress,
  desired: DesiredControls,
): string | undefined {
  const { carried, from, distance } = intent;
  if (carried.holder !== 0) return fetch(carried, true, situation, aim, progress, desired);
  const { grid, me } = situation;
  for (const arm of [me.handDistance + 0.1, 0]) {
    const far = (cell: number): boolean =>
      from.every((object) => flatDistance(object, grid.x(cell), grid.z(cell)) > distance + arm);
    const result = travel(situation, far, desired);
    if (result === 'going') return undefined;
    if (result === 'nowhere') continue;
    // The carried object is in front of the avatar: turn away from the others and carry it off.
    const [x, , z] = from[0].position;
    desired.turn = bearing(me.x, me.z, me.heading, 2 * me.x - x, 2 * me.z - z);
    return undefined;
  }
  return `there is no place far enough from the ${from[0].type}`;
}
