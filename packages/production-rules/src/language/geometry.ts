import type { WorldMap } from './task.js';
import { readTile, type Tile } from './terrain.js';

/** Side of a tile, metres. */
export const TILE_SIZE = 2;
/** Width of an object of size factor 1, metres. */
export const OBJECT_SIZE = 0.5;
/** Radius of the avatar, metres. */
export const AVATAR_RADIUS = 0.35;
/** Allowed size factors. The centres of two objects of any allowed size can come within 1 m (`near`). */
export const OBJECT_SIZE_FACTORS = { min: 0.5, max: 1.6 } as const;

/** Width (x) and depth (z) of a map in metres. The outer corner of the first tile is the origin. */
export function mapExtent(world: WorldMap): { width: number; depth: number } {
  return { width: world.rows[0].length * TILE_SIZE, depth: world.rows.length * TILE_SIZE };
}

/** Column or row of the tile that contains a coordinate. */
const tileIndex = (metres: number): number => Math.floor(metres / TILE_SIZE);

/** What can keep a square from resting on the floor. */
export type Obstacle = 'outside' | 'wall' | 'ramp' | 'step';

/** What keeps a square of half width `half` about (x, z) from resting on floor of one level, or `undefined`. */
export function obstacleAt(world: WorldMap, x: number, z: number, half: number): Obstacle | undefined {
  const { width, depth } = mapExtent(world);
  if (x - half < 0 || z - half < 0 || x + half > width || z + half > depth) return 'outside';
  // A square that ends exactly on a tile's edge does not reach into the next tile. The square is smaller than a
  // tile.
  const inner = half * (1 - 1e-9);
  const tile = (dx: number, dz: number) => readTile(world, tileIndex(x + dx), tileIndex(z + dz))!;
  const corners: Tile[] = [tile(-inner, -inner), tile(inner, -inner), tile(-inner, inner), tile(inner, inner)];
  if (corners.some(({ kind }) => kind === 'wall')) return 'wall';
  if (corners.some(({ kind }) => kind === 'ramp')) return 'ramp';
  const levels = corners.map((corner) => (corner.kind === 'floor' ? corner.level : -1));
  return levels.some((level) => level !== levels[0]) ? 'step' : undefined;
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
