import { LEVEL_HEIGHT, TILE_SIZE } from '@open-ada/production-rules';
import { STEP_HEIGHT } from '../../scene/footing.js';
import { radians } from '../../scene/player.js';
import { CELL, WAY } from './grid.js';
import { bearing, type Situation } from './situation.js';
import { type DesiredControls, go } from './steer.js';
import type { Trail } from './trail.js';

/** Costs closer to the avatar than this are ignored, metres: where it already stands there is nothing to avoid. */
const UNDERFOOT = 0.45;
/**
 * How much the end of a way may be above or below the point at which the way stops, metres; on a ramp plus its slope.
 */
const SAME_GROUND = 0.2;
const SLOPE = LEVEL_HEIGHT / TILE_SIZE;
/** The last piece of the straight way to an object that is not checked, metres: the object itself is there. */
export const LAST_BIT = 0.55;
/** Largest angle off its way at which the avatar jumps off an edge while it holds an object, degrees. */
const FACING = 20;
/** Within this distance, a cell of the way that lies behind the avatar has been passed, metres. */
const PAST = 0.75;
/** Largest number of cells of a route that a straight walk may skip. */
const SHORT_CUT = 10;

interface Point {
  x: number;
  z: number;
}

/**
 * Whether the avatar can walk straight to a point without entering a cell with a cost. The last `stop` metres are not
 * checked.
 */
export function isStraight({ me, grid, finder }: Situation, toX: number, toZ: number, stop: number): boolean {
  const dx = toX - me.x;
  const dz = toZ - me.z;
  const distance = Math.hypot(dx, dz);
  const length = distance - stop;
  const endX = length > 0 ? me.x + (dx * length) / distance : me.x;
  const endZ = length > 0 ? me.z + (dz * length) / distance : me.z;
  if (!grid.terrain.flat) {
    const rise = grid.terrain.height(toX, toZ) - (length > 0 ? grid.terrain.height(endX, endZ) : me.y);
    if (Math.abs(rise) > SAME_GROUND + SLOPE * Math.min(stop, distance)) return false;
  }
  if (length <= 0) return true;
  for (let s = UNDERFOOT; s < length; s += CELL / 2) {
    if (finder.toll[grid.cellAt(me.x + (dx * s) / distance, me.z + (dz * s) / distance)] > 0) return false;
  }
  if (grid.bare) return true;
  return grid.way(me.x, me.y, me.z, endX, endZ) === WAY.walk;
}

/** From here on the avatar goes its own way to an end, because what is told is too coarse, metres. */
const AT_END = 2;
/** A told way that costs this much is not taken: something is in the way, or a rule that does harm would fire, metres. */
const BLOCKED = 20;

/** Walks along the way that the observation tells, if it tells one and nothing is in the way. @returns whether it does */
function followTold(situation: Situation, { x, z }: Point, desired: DesiredControls): boolean {
  const { me, grid, finder, wayTo } = situation;
  const way = wayTo?.(x, z);
  if (way === undefined || way.length < AT_END) return false;
  const [dx, dz] = [way.x - me.x, way.z - me.z];
  const distance = Math.hypot(dx, dz);
  for (let s = UNDERFOOT; s < distance; s += CELL / 2) {
    if (finder.toll[grid.cellAt(me.x + (dx * s) / distance, me.z + (dz * s) / distance)] >= BLOCKED) return false;
  }
  desired.drop = grid.terrain.height(way.x, way.z) < me.y - STEP_HEIGHT;
  walkTo(situation, way, desired);
  return true;
}

function walkTo({ me }: Situation, { x, z }: Point, desired: DesiredControls): void {
  go(me, x, z, true, desired);
  // The carried object goes over the edge first; otherwise it stays behind.
  if (desired.drop && me.held >= 0 && Math.abs(desired.turn) > radians(FACING)) desired.move = 0;
}

/**
 * Walks the cheapest way to a cell for which `good` is true.
 * @param end what is at that cell: where the observation tells of ways, the avatar takes the told way there
 * @returns 'there' where the avatar stands on such a cell, 'nowhere' where no way leads to one
 */
export function travel(
  situation: Situation,
  good: (cell: number) => boolean,
  desired: DesiredControls,
  end?: Point,
): 'there' | 'going' | 'nowhere' {
  const { me, grid, finder, trail } = situation;
  const here = situation.here();
  if (end && situation.wayTo && here >= 0) {
    if (good(here)) return 'there';
    if (followTold(situation, end, desired)) return 'going';
  }
  const follows = trail !== undefined && isOnTrail(situation, trail, here);
  if (!follows && finder.find(here, good) === Number.POSITIVE_INFINITY) return 'nowhere';
  const { route } = follows ? trail : finder;
  if (route.length === 0) return 'there';
  let k = follows ? trail.at : 0;
  const most = Math.min(route.length, k + SHORT_CUT);
  while (k + 1 < most && isStraight(situation, grid.x(route[k + 1]), grid.z(route[k + 1]), 0)) k++;
  if (follows) trail.at = k;
  else trail?.keep(route, k);
  const x = grid.x(route[k]);
  const z = grid.z(route[k]);
  desired.drop = grid.way(me.x, me.y, me.z, x, z) === WAY.drop;
  walkTo(situation, { x, z }, desired);
  return 'going';
}

/**
 * Whether the trail has a next cell that can be reached in a straight line. Another path is searched for at an edge to
 * drop from, and where the avatar has walked past the cell.
 */
function isOnTrail(situation: Situation, trail: Trail, here: number): boolean {
  const { route } = trail;
  if (route[trail.at] === here) trail.at++;
  if (trail.at >= route.length) return false;
  const { me, grid } = situation;
  const [x, z] = [grid.x(route[trail.at]), grid.z(route[trail.at])];
  const isPast = Math.hypot(x - me.x, z - me.z) < PAST && Math.abs(bearing(me.x, me.z, me.heading, x, z)) > Math.PI / 2;
  return !isPast && isStraight(situation, x, z, 0);
}
