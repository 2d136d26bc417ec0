import type { ObjectState } from '../../environment/environment-state.js';
import { EYE_HEIGHT, radians } from '../../scene/player.js';
import { bearing, flatDistance, type Situation, shapeOf } from './situation.js';
import { type DesiredControls, go, type Progress } from './steer.js';
import { isStraight, LAST_BIT, travel } from './travel.js';

/** An object on the floor that is closer than this is underfoot, and the avatar steps back from it, metres. */
const TOO_CLOSE = 0.62;
/** Distance below which the avatar stops walking straight towards the object that it grabs, metres. */
const GRAB_DISTANCE = 1.1;
/** Steps of aiming at an object in reach without success before another place is tried. */
const MISSES = 4;
/** An object that stands higher than this above the feet cannot be carried over the edge it stands on, metres. */
const LIFT = 0.5;
/** Least distance between two places from which the avatar aims at the same object, metres. */
const ELSEWHERE = 0.4;
/** Beyond this distance the avatar looks ahead, metres. */
const FAR = 4;

/**
 * Gets an object into the hand. With `toCarry`, only from places from which it can be carried away. Returns the reason
 * where no way leads there.
 */
export function fetch(
  object: ObjectState,
  toCarry: boolean,
  situation: Situation,
  aim: number,
  progress: Progress,
  desired: DesiredControls,
  swap = false,
): string | undefined {
  const { me, held } = situation;
  if (held?.objectIndex === object.objectIndex) return undefined;
  const [x, y, z] = object.position;
  const gap = flatDistance(object, me.x, me.z);
  const look = Math.atan2(y - me.y - EYE_HEIGHT, gap) - me.look;
  const fits = (feet: number): boolean => !toCarry || y - shapeOf(object).restHeight - feet <= LIFT;
  const inGrasp = fits(me.y) && situation.inGrasp(me.x, me.y, me.z, object);
  desired.look = look;
  const empty = held === undefined || (swap && situation.settings.swap);
  if (!empty) desired.hand = 'release';
  else if (aim === object.objectIndex && fits(me.y)) return grab(object, gap, situation, progress, desired);
  if (inGrasp) {
    const pick = progress.missed > MISSES ? undefined : situation.pick(me.x, me.y, me.z, object);
    if (pick !== undefined) {
      desired.turn = bearing(me.x, me.z, me.heading, x, z) + pick;
      if (Math.abs(desired.turn) < radians(situation.settings.turn.small)) progress.missed++;
      return undefined;
    }
  } else if (gap < TOO_CLOSE && situation.isLevel(object)) {
    go(me, x, z, false, desired);
    if (Math.abs(desired.turn) < radians(60)) desired.move = -1;
    return undefined;
  } else if (situation.isLevel(object) && isStraight(situation, x, z, LAST_BIT)) {
    go(me, x, z, true, desired);
    return undefined;
  }
  const inVain = inGrasp || progress.missed > MISSES;
  const result = travelToGrasp(object, fits, inVain, situation, desired);
  if (result === 'nowhere') {
    // A place from which the object cannot be carried away is better than none.
    if (toCarry) return fetch(object, false, situation, aim, progress, desired);
    return `no way leads to the ${object.type}`;
  }
  if (result === 'there') go(me, x, z, gap > TOO_CLOSE, desired);
  if (result === 'there' || inVain) progress.missed = progress.missed < 3 * MISSES ? progress.missed + 1 : 0;
  desired.look = gap > FAR ? -me.look : look;
  return undefined;
}

/** The hand is aimed at the object: takes it. */
function grab(
  object: ObjectState,
  gap: number,
  situation: Situation,
  progress: Progress,
  desired: DesiredControls,
): undefined {
  const { me } = situation;
  const [x, , z] = object.position;
  desired.hand = 'grab';
  progress.missed = 0;
  const turn = bearing(me.x, me.z, me.heading, x, z);
  // Within this angle the hand pulls the object in without a turn.
  desired.turn = Math.abs(turn) < radians(20) ? 0 : turn;
  if (gap > GRAB_DISTANCE && situation.isLevel(object) && isStraight(situation, x, z, LAST_BIT)) desired.move = 1;
}

/** Walks to a place from which the object can be grabbed, if possible one where the hand takes no other object. */
function travelToGrasp(
  object: ObjectState,
  fits: (feet: number) => boolean,
  inVain: boolean,
  situation: Situation,
  desired: DesiredControls,
): ReturnType<typeof travel> {
  const { me, grid } = situation;
  const grasp = (cell: number): boolean => {
    const [x, y, z] = [grid.x(cell), grid.heights[cell], grid.z(cell)];
    if (inVain && Math.hypot(x - me.x, z - me.z) <= ELSEWHERE) return false;
    return fits(y) && situation.inGrasp(x, y, z, object);
  };
  const alone = (cell: number): boolean =>
    grasp(cell) && situation.pick(grid.x(cell), grid.heights[cell], grid.z(cell), object) !== undefined;
  const [x, , z] = object.position;
  const end = inVain ? undefined : { x, z };
  let result = travel(situation, alone, desired, end);
  if (result === 'nowhere') result = travel(situation, grasp, desired, end);
  // The cells may be too coarse for such a short reach: the last piece is walked straight at the object.
  if (result === 'nowhere') result = travel(situation, (cell) => situation.beside(cell, object), desired, end);
  return result;
}
