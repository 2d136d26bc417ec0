import { TILE_SIZE, type WorldMap } from '@open-ada/production-rules';

/** Height of all walls, metres. No moving thing gets this high. */
export const WALL_HEIGHT = 2;

/** Parameter in [0, 1] at which the segment a -> a + d enters a rectangle, or a number above 1 if it does not. */
export function enter(
  ax: number,
  az: number,
  dx: number,
  dz: number,
  x0: number,
  x1: number,
  z0: number,
  z1: number,
): number {
  let from = 0;
  let to = 1;
  if (dx === 0) {
    if (ax <= x0 || ax >= x1) return 2;
  } else {
    const inverse = 1 / dx;
    const t0 = (x0 - ax) * inverse;
    const t1 = (x1 - ax) * inverse;
    from = Math.max(from, Math.min(t0, t1));
    to = Math.min(to, Math.max(t0, t1));
  }
  if (dz === 0) {
    if (az <= z0 || az >= z1) return 2;
  } else {
    const inverse = 1 / dz;
    const t0 = (z0 - az) * inverse;
    const t1 = (z1 - az) * inverse;
    from = Math.max(from, Math.min(t0, t1));
    to = Math.min(to, Math.max(t0, t1));
  }
  return from < to ? from : 2;
}

/** The walls of a flat room seen from above: the outer walls and the tiles marked `#`. All lengths in metres. */
export class Room {
  readonly width: number;
  readonly depth: number;
  /** For each wall tile, its corner (x, z) that is nearest to the origin: two numbers per tile. */
  readonly tiles: Float64Array;
  /** Result of `resolve`. */
  x = 0;
  z = 0;

  constructor(readonly map: WorldMap) {
    const { rows } = map;
    if (rows.length === 0 || rows[0].length === 0) throw new Error('The map of a world needs at least one tile.');
    if (rows.some((row) => row.length !== rows[0].length)) {
      throw new Error('The rows of a map must all have the same length.');
    }
    this.width = rows[0].length * TILE_SIZE;
    this.depth = rows.length * TILE_SIZE;
    const corners: number[] = [];
    rows.forEach((row, r) => {
      for (let c = 0; c < row.length; c++) if (row[c] === '#') corners.push(c * TILE_SIZE, r * TILE_SIZE);
    });
    this.tiles = Float64Array.from(corners);
  }

  /**
   * Moves a disc out of the walls by the shortest way. The result is in `x` and `z`. Returns whether it had to move.
   */
  resolve(x: number, z: number, radius: number): boolean {
    let moved = false;
    const { tiles } = this;
    for (let t = 0; t < tiles.length; t += 2) {
      const x0 = tiles[t];
      const z0 = tiles[t + 1];
      const nearX = x < x0 ? x0 : Math.min(x, x0 + TILE_SIZE);
      const nearZ = z < z0 ? z0 : Math.min(z, z0 + TILE_SIZE);
      const dx = x - nearX;
      const dz = z - nearZ;
      const square = dx * dx + dz * dz;
      if (square >= radius * radius) continue;
      moved = true;
      if (square > 0) {
        const scale = radius / Math.sqrt(square);
        x = nearX + dx * scale;
        z = nearZ + dz * scale;
        continue;
      }
      // The centre is inside the tile: move it out by the nearest side.
      const left = x - x0;
      const right = x0 + TILE_SIZE - x;
      const near = z - z0;
      const far = z0 + TILE_SIZE - z;
      const least = Math.min(left, right, near, far);
      if (least === left) x = x0 - radius;
      else if (least === right) x = x0 + TILE_SIZE + radius;
      else if (least === near) z = z0 - radius;
      else z = z0 + TILE_SIZE + radius;
    }
    const clampedX = x < radius ? radius : Math.min(x, this.width - radius);
    const clampedZ = z < radius ? radius : Math.min(z, this.depth - radius);
    moved ||= clampedX !== x || clampedZ !== z;
    this.x = clampedX;
    this.z = clampedZ;
    return moved;
  }

  /** Whether a disc lies entirely on floor. */
  free(x: number, z: number, radius: number): boolean {
    return !this.resolve(x, z, radius);
  }

  /** Whether a wall tile stands between two points on the floor plane. */
  blocked(ax: number, az: number, bx: number, bz: number): boolean {
    const { tiles } = this;
    for (let t = 0; t < tiles.length; t += 2) {
      const x0 = tiles[t];
      const z0 = tiles[t + 1];
      if (enter(ax, az, bx - ax, bz - az, x0, x0 + TILE_SIZE, z0, z0 + TILE_SIZE) <= 1) return true;
    }
    return false;
  }

  /**
   * How far a disc can move from (x, z) in the unit direction (dx, dz) before it meets a wall. The result is at most
   * `far`.
   */
  cast(x: number, z: number, dx: number, dz: number, radius: number, far: number): number {
    let best = far;
    if (dx > 0) best = Math.min(best, (this.width - radius - x) / dx);
    else if (dx < 0) best = Math.min(best, (radius - x) / dx);
    if (dz > 0) best = Math.min(best, (this.depth - radius - z) / dz);
    else if (dz < 0) best = Math.min(best, (radius - z) / dz);
    const { tiles } = this;
    for (let t = 0; t < tiles.length; t += 2) {
      const x0 = tiles[t] - radius;
      const z0 = tiles[t + 1] - radius;
      const side = TILE_SIZE + 2 * radius;
      const hit = enter(x, z, dx * far, dz * far, x0, x0 + side, z0, z0 + side) * far;
      if (hit < best) best = hit;
    }
    return Math.max(best, 0);
  }
}
