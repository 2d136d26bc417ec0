import type { WorldMap } from './task.js';

/** Side of a tile, metres. */
export const TILE_SIZE = 2;
/** Width of an object of size factor 1, metres. */
export const OBJECT_SIZE = 0.5;
/** Radius of the avatar, metres. */
export const AVATAR_RADIUS = 0.35;
/** Size factors that leave the centres of two objects able to come within 1 m (`near`). */
export const OBJECT_SIZE_FACTORS = { min: 0.5, max: 1.6 } as const;

/** Width (x) and depth (z) of a map in metres; its first tile's outer corner is the origin. */
export function mapExtent(world: WorldMap): { width: number; depth: number } {
  return { width: world.rows[0].length * TILE_SIZE, depth: world.rows.length * TILE_SIZE };
}

/** Character of the tile under a point, or `undefined` outside the map. */
export function tileAt(world: WorldMap, x: number, z: number): string | undefined {
  return world.rows[Math.floor(z / TILE_SIZE)]?.[Math.floor(x / TILE_SIZE)];
}

/** What a square of half width `half` about (x, z) meets that is not floor: the outside, a wall, or nothing. */
export function obstacleAt(world: WorldMap, x: number, z: number, half: number): 'outside' | 'wall' | undefined {
  const { width, depth } = mapExtent(world);
  if (x - half < 0 || z - half < 0 || x + half > width || z + half > depth) return 'outside';
  // A square that ends exactly on a tile's edge does not reach into the next tile.
  const inner = half * (1 - 1e-9);
  const corners = [-inner, inner].flatMap((dx) => [-inner, inner].map((dz) => tileAt(world, x + dx, z + dz)));
  return corners.some((tile) => tile !== '0') ? 'wall' : undefined;
}

/** Whether the axis-aligned squares of half widths `half` and `otherHalf` about two points overlap. */
export function squaresOverlap(
  at: readonly [number, number],
  half: number,
  other: readonly [number, number],
  otherHalf: number,
): boolean {
  const reach = half + otherHalf;
  return Math.abs(at[0] - other[0]) < reach && Math.abs(at[1] - other[1]) < reach;
}
