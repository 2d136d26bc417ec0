import type { Terrain } from './terrain.js';
import { SURFACE } from './terrain-cast.js';

// Questions to the ground that have a fast answer where a world is flat. Who asks need not know whether it is.

/** Height of the ground at a point that is not inside a wall, metres. */
export function groundAt(terrain: Terrain, x: number, z: number): number {
  return terrain.flat ? 0 : terrain.height(x, z);
}

/** Height of the ground, up to `limit`, under the middle and the corners of a square of half width `half`, metres. */
export function groundUnder(terrain: Terrain, x: number, z: number, half: number, limit: number): number {
  return terrain.flat ? 0 : terrain.highest(x, z, half, limit);
}

/** Height below which there is no ground anywhere, metres; minus infinity where it has to be looked up by place. */
export function lowestGround(terrain: Terrain): number {
  return terrain.flat ? 0 : Number.NEGATIVE_INFINITY;
}

/** Height of the floor, metres, if a square of half width `half` lies on one level; NaN if it meets anything else. */
export function floorUnder(terrain: Terrain, x: number, z: number, half: number): number {
  if (terrain.flat) return 0;
  const tile = terrain.surfaceUnder(x, z, half);
  return tile >= 0 && terrain.kinds[tile] === SURFACE.floor ? terrain.bases[tile] : Number.NaN;
}

/**
 * Follows a level ray at height `y` until it meets the ground or a wall.
 * @returns how far it came in lengths of the direction (dx, dz); `far` where it met nothing
 */
export function castLevel(
  terrain: Terrain,
  x: number,
  y: number,
  z: number,
  dx: number,
  dz: number,
  far: number,
): number {
  if (terrain.flat) return terrain.room.cast(x, z, dx, dz, 0, far);
  return terrain.cast(x, y, z, dx, 0, dz, far);
}

/** Whether the last `castLevel` met a ramp. */
export function metRamp(terrain: Terrain): boolean {
  return !terrain.flat && terrain.hit.kind === SURFACE.ramp;
}
