import { AVATAR_RADIUS } from '@open-ada/production-rules';
import type { ObjectState } from '../../environment/environment-state.js';
import { fetch } from './fetch.js';
import { STEPS } from './grid.js';
import { bearing, flatDistance, type Situation, shapeOf } from './situation.js';
import { type DesiredControls, go, type Progress } from './steer.js';
import { travel } from './travel.js';

/** How far into a wall the avatar aims, metres. */
const INTO = 2;

/**
 * Keeps an object in touch: carries it to a wall and stands so close that it is between the wall and the avatar. A loose
 * object that is only touched slides away.
 */
export function pin(
  object: ObjectState,
  situation: Situation,
  aim: number,
  progress: Progress,
  desired: DesiredControls,
): string | undefined {
  const { me, grid } = situation;
  if (object.holder !== 0) return fetch(object, true, situation, aim, progress, desired, true);
  desired.look = -me.look;
  if (flatDistance(object, me.x, me.z) <= AVATAR_RADIUS + shapeOf(object).footRadius) return undefined;
  const result = travel(situation, (cell) => grid.wallsAt(cell) > 0, desired);
  if (result === 'going') return undefined;
  if (result === 'nowhere') return `no way leads to a wall with the ${object.type}`;
  const walls = grid.wallsAt(situation.here());
  let [toX, toZ, least] = [me.x, me.z, Number.POSITIVE_INFINITY];
  for (let step = 0; step < 4; step++) {
    if (((walls >> step) & 1) === 0) continue;
    const [x, z] = [me.x + Math.sign(STEPS[step][0]) * INTO, me.z + Math.sign(STEPS[step][1]) * INTO];
    const turn = Math.abs(bearing(me.x, me.z, me.heading, x, z));
    if (turn >= least) continue;
    [toX, toZ, least] = [x, z, turn];
  }
  go(me, toX, toZ, true, desired);
  return undefined;
}
