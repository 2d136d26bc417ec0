import type { ObjectState } from '../../environment/environment-state.js';
import { EYE_HEIGHT, radians } from '../../scene/player.js';
import { bearing, flatDistance, type Situation, shapeOf } from './situation.js';
import { type DesiredControls, go, type Progress } from './steer.js';
import { isStraight, LAST_BIT, travel } from './travel.js';

/** Nearer than this an object on the floor is underfoot: the avatar steps back from it, metres. */
const TOO_CLOSE = 0.62;
/** Distance from which the avatar stops walking towards what it wants to grab by the shortest way, metres. */
const GRAB_DISTANCE = 1.1;
/** Steps for which something in reach is aimed at in vain before it is tried from elsewhere. */
const MISSES = 4;
/** What stands higher than this above the feet cannot be carried away over its edge, metres. */
const LIFT = 0.5;
/** From another place an object is aimed at from at least so far from the first, metres. */
const ELSEWHERE = 0.4;
/** Beyond this distance the avatar looks ahead, metres. */
const FAR = 4;

/** Gets an object into the hand; to be carried, from where it can be. Returns why where no way leads there. */
export function fetch(
  object: ObjectState,
  toCarry: boolean,
  situation: Situation,
  aim: number,
  progress: Progress,
  wish: DesiredControls,
): string | undefined {
  const { me, held } = situation;
  if (held?.objectIndex === object.objectIndex) return undefined;
  const [x, y, z] = object.position;
  const gap = flatDistance(object, me.x, me.z);
  const look = Math.atan2(y - me.y - EYE_HEIGHT, gap) - me.look;
  const fits = (feet: number): boolean => !toCarry || y - shapeOf(object).restHeight - feet <= LIFT;
  const inGrasp = fits(me.y) && situation.inGrasp(me.x, me.y, me.z, object);
  wish.look = look;
  if (held !== undefined) wish.hand = 'release';
  else if (aim === object.objectIndex && fits(me.y)) return grab(object, gap, situation, progress, wish);
  if (inGrasp) {
    const pick = progress.missed > MISSES ? undefined : situation.pick(me.x, me.y, me.z, object);
    if (pick !== undefined) {
      wish.turn = bearing(me.x, me.z, me.heading, x, z) + pick;
      if (Math.abs(wish.turn) < radians(situation.settings.turn.small)) progress.missed++;
      return undefined;
    }
  } else if (gap < TOO_CLOSE && situation.isLevel(object)) {
    go(me, x, z, false, wish);
    if (Math.abs(wish.turn) < radians(60)) wish.move = -1;
    return undefined;
  } else if (situation.isLevel(object) && isStraight(situation, x, z, LAST_BIT)) {
    go(me, x, z, true, wish);
    return undefined;
  }
  const inVain = inGrasp || progress.missed > MISSES;
  const result = travelToGrasp(object, fits, inVain, situation, wish);
  if (result === 'nowhere') {
    // From where it cannot be carried away is better than not at all.
    if (toCarry) return fetch(object, false, situation, aim, progress, wish);
    return `no way leads to the ${object.type}`;
  }
  if (result === 'there') go(me, x, z, gap > TOO_CLOSE, wish);
  if (result === 'there' || inVain) progress.missed = progress.missed < 3 * MISSES ? progress.missed + 1 : 0;
  wish.look = gap > FAR ? -me.look : look;
  return undefined;
}

/** The object is before the hand: takes it. */
function grab(
  object: ObjectState,
  gap: number,
  situation: Situation,
  progress: Progress,
  wish: DesiredControls,
): undefined {
  const { me } = situation;
  const [x, , z] = object.position;
  wish.hand = 'grab';
  progress.missed = 0;
  const turn = bearing(me.x, me.z, me.heading, x, z);
  // It comes to the hand by itself.
  wish.turn = Math.abs(turn) < radians(20) ? 0 : turn;
  if (gap > GRAB_DISTANCE && situation.isLevel(object) && isStraight(situation, x, z, LAST_BIT)) wish.move = 1;
}

/** Walks to where the object can be taken: alone before the hand, if that is possible. */
function travelToGrasp(
  object: ObjectState,
  fits: (feet: number) => boolean,
  inVain: boolean,
  situation: Situation,
  wish: DesiredControls,
): ReturnType<typeof travel> {
  const { me, grid } = situation;
  const grasp = (cell: number): boolean => {
    const [x, y, z] = [grid.x(cell), grid.heights[cell], grid.z(cell)];
    if (inVain && Math.hypot(x - me.x, z - me.z) <= ELSEWHERE) return false;
    return fits(y) && situation.inGrasp(x, y, z, object);
  };
  const alone = (cell: number): boolean =>
    grasp(cell) && situation.pick(grid.x(cell), grid.heights[cell], grid.z(cell), object) !== undefined;
  let result = travel(situation, alone, wish);
  if (result === 'nowhere') result = travel(situation, grasp, wish);
  // The cells may be too coarse for a reach so short: the last bit goes straight at it.
  if (result === 'nowhere') result = travel(situation, (cell) => situation.beside(cell, object), wish);
  return result;
}
