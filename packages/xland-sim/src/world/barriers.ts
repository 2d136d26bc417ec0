import { LEVEL_HEIGHT, TILE_SIZE } from '@open-ada/production-rules';
import { Rectangle } from './rectangle.js';
import { enter } from './room.js';
import { type Terrain, tileIndex } from './terrain.js';
import { SURFACE } from './terrain-cast.js';

/** Horizontal length of a ramp per metre of height, metres. */
const RUN = TILE_SIZE / LEVEL_HEIGHT;

/** Barriers to a disc that moves horizontally inside a world: walls, and ground that rises above a limit. Metres. */
export class Barriers {
  /** Result of `resolve`. */
  x = 0;
  z = 0;
  /** The part of a tile that is too high (scratch space). */
  private readonly blocked = new Rectangle();

  constructor(private readonly terrain: Terrain) {}

  /**
   * Moves a disc by the shortest way out of walls and of ground that rises above `limit`. The result is in `x` and
   * `z`. The disc is smaller than a tile. Returns whether it had to move.
   */
  resolve(x: number, z: number, radius: number, limit: number): boolean {
    const { terrain } = this;
    const { room } = terrain;
    let moved = room.resolve(x, z, radius);
    this.x = room.x;
    this.z = room.z;
    if (terrain.flat) return moved;
    // Straight faces first: along a cliff of several tiles the disc must not catch on the corners between them.
    const faces = this.leave(radius, limit, true);
    const corners = this.leave(radius, limit, false);
    if (faces || corners) {
      moved = true;
      room.resolve(this.x, this.z, radius);
      this.x = room.x;
      this.z = room.z;
    }
    return moved;
  }

  private leave(radius: number, limit: number, facesOnly: boolean): boolean {
    const { blocked } = this;
    const { columns, rows } = this.terrain;
    const c0 = tileIndex(this.x - radius, columns);
    const c1 = tileIndex(this.x + radius, columns);
    const r0 = tileIndex(this.z - radius, rows);
    const r1 = tileIndex(this.z + radius, rows);
    let moved = false;
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) {
        if (!this.above(r * columns + c, limit)) continue;
        if (facesOnly && !blocked.faces(this.x, this.z)) continue;
        if (!blocked.pushOut(this.x, this.z, radius)) continue;
        this.x = blocked.x;
        this.z = blocked.z;
        moved = true;
      }
    }
    return moved;
  }

  /**
   * Puts into `blocked` the part of a floor or ramp tile that is higher than `limit`. Returns false if there is none.
   */
  private above(tile: number, limit: number): boolean {
    const { blocked } = this;
    const { planes, kinds, bases, columns } = this.terrain;
    if (kinds[tile] === SURFACE.wall) return false;
    const base = bases[tile];
    const p = 3 * tile;
    const gx = planes[p + 1];
    const gz = planes[p + 2];
    const column = tile % columns;
    const x0 = column * TILE_SIZE;
    const z0 = ((tile - column) / columns) * TILE_SIZE;
    blocked.x0 = x0;
    blocked.x1 = x0 + TILE_SIZE;
    blocked.z0 = z0;
    blocked.z1 = z0 + TILE_SIZE;
    if (base > limit) return true;
    if (gx === 0 && gz === 0) return false;
    // Metres from the low edge at which a ramp is as high as the limit.
    const low = (limit - base) * RUN;
    if (low >= TILE_SIZE) return false;
    if (gx > 0) blocked.x0 += low;
    else if (gx < 0) blocked.x1 -= low;
    else if (gz > 0) blocked.z0 += low;
    else blocked.z1 -= low;
    return true;
  }

  /**
   * How far a disc can move horizontally from (x, z) in the unit direction (dx, dz) before it meets a wall or ground
   * that rises above `limit`. The result is at most `far`.
   */
  reach(x: number, z: number, dx: number, dz: number, radius: number, far: number, limit: number): number {
    let best = this.terrain.room.cast(x, z, dx, dz, radius, far);
    if (this.terrain.flat) return best;
    const { blocked } = this;
    const { columns, rows } = this.terrain;
    const endX = x + dx * best;
    const endZ = z + dz * best;
    const c0 = tileIndex(Math.min(x, endX) - radius, columns);
    const c1 = tileIndex(Math.max(x, endX) + radius, columns);
    const r0 = tileIndex(Math.min(z, endZ) - radius, rows);
    const r1 = tileIndex(Math.max(z, endZ) + radius, rows);
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) {
        if (!this.above(r * columns + c, limit)) continue;
        // A disc that begins closer than its radius may still move along the face.
        const gap = Math.min(radius, blocked.distance(x, z));
        const { x0, x1, z0, z1 } = blocked;
        const hit = far * enter(x, z, dx * far, dz * far, x0 - gap, x1 + gap, z0 - gap, z1 + gap);
        if (hit < best) best = hit;
      }
    }
    return Math.max(best, 0);
  }
}
