import { AVATAR_RADIUS, LEVEL_HEIGHT } from '@open-ada/production-rules';
import { DIRECTIONS, GAP, RING_STEP, RINGS } from '../../scene/spawning.js';
import { type Situation, shapeOf } from '../oracle/situation.js';

/** Radius that the search assumes of a spawn, metres. */
const RADIUS = 0.28;

/**
 * Estimates the places of the spawns after the first one. They are correct if the room is as it appears.
 * @param x x of the first spawn, metres
 * @param z z of the first spawn, metres
 * @param count number of expected further spawns
 * @returns x and z of each
 */
export function spawnPlaces(situation: Situation, x: number, z: number, count: number): [number, number][] {
  const { me, objects, grid } = situation;
  const { terrain } = grid;
  const floor = terrain.height(x, z);
  const taken: { x: number; z: number; radius: number }[] = [{ x: me.x, z: me.z, radius: AVATAR_RADIUS }];
  for (const object of objects) {
    const [ox, , oz] = object.position;
    if (Math.hypot(ox - x, oz - z) > RADIUS) taken.push({ x: ox, z: oz, radius: shapeOf(object).footRadius });
  }
  const isFree = (px: number, pz: number): boolean =>
    terrain.room.free(px, pz, RADIUS) &&
    (terrain.flat ||
      (terrain.surfaceUnder(px, pz, RADIUS) >= 0 && Math.abs(terrain.height(px, pz) - floor) < LEVEL_HEIGHT / 2)) &&
    taken.every((other) => Math.hypot(px - other.x, pz - other.z) >= RADIUS + other.radius + GAP);
  const places: [number, number][] = [];
  for (let ring = 0; ring < RINGS && places.length < count; ring++) {
    const distance = 2 * RADIUS + GAP + ring * RING_STEP;
    for (const [dx, dz] of DIRECTIONS) {
      const [px, pz] = [x + dx * distance, z + dz * distance];
      if (places.length === count || !isFree(px, pz)) continue;
      places.push([px, pz]);
      taken.push({ x: px, z: pz, radius: RADIUS });
    }
  }
  return places;
}
