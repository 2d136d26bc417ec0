import { LEVEL_HEIGHT, readTile, TILE_SIZE, type WorldMap } from '@open-ada/production-rules';
import { Room, WALL_HEIGHT } from './room.js';
import { type Hit, noHit, SURFACE, traceTerrain } from './terrain-cast.js';

/** Column or row of a coordinate, the nearest one outside the map. */
export const tileIndex = (metres: number, count: number): number =>
  metres < 0 ? 0 : Math.min(Math.floor(metres / TILE_SIZE), count - 1);

/**
 * The surface of a world: one plane per tile, level for floors, inclined for ramps, at `top` for walls; where planes of
 * neighbours do not meet there is a vertical face. Tiles are numbered row * columns + column. All lengths in metres.
 */
export class Terrain {
  readonly columns: number;
  readonly rows: number;
  /** Only floor of level 0 and walls: everything on the floor is at height 0. */
  readonly flat: boolean;
  /** Height of the upper edge of all walls, the outer ones included. */
  readonly top: number;
  /** One of `SURFACE` (floor, ramp, wall) per tile. */
  readonly kinds: Uint8Array;
  /** Height of the floor, or of a ramp's low edge, per tile. */
  readonly bases: Float64Array;
  /** [tiles, 3]: the surface of a tile is at height p0 + p1 * x + p2 * z. */
  readonly planes: Float64Array;
  /** What the last `cast` met. */
  readonly hit: Hit = noHit();

  /** @param room the outer walls and wall tiles of the same map */
  constructor(readonly room: Room) {
    const { map } = room;
    this.rows = map.rows.length;
    this.columns = map.rows[0].length;
    const tiles = this.rows * this.columns;
    this.kinds = new Uint8Array(tiles);
    this.bases = new Float64Array(tiles);
    this.planes = new Float64Array(3 * tiles);
    let highest = 0;
    for (let t = 0; t < tiles; t++) {
      const column = t % this.columns;
      const row = (t - column) / this.columns;
      const tile = readTile(map, column, row)!;
      if (tile.kind === 'wall') {
        this.kinds[t] = SURFACE.wall;
        continue;
      }
      const base = tile.level * LEVEL_HEIGHT;
      this.kinds[t] = tile.kind === 'floor' ? SURFACE.floor : SURFACE.ramp;
      this.bases[t] = base;
      this.planes[3 * t] = base;
      if (base > highest) highest = base;
      if (tile.kind === 'floor') continue;
      const { dx, dz } = tile;
      // The low edge is where the run begins: at the near side of an ascent along +x or +z, else at the far side.
      const low = TILE_SIZE * (dx !== 0 ? column + (dx > 0 ? 0 : 1) : row + (dz > 0 ? 0 : 1));
      const slope = LEVEL_HEIGHT / TILE_SIZE;
      this.planes[3 * t] = base - (dx + dz) * slope * low;
      this.planes[3 * t + 1] = dx * slope;
      this.planes[3 * t + 2] = dz * slope;
      if (base + LEVEL_HEIGHT > highest) highest = base + LEVEL_HEIGHT;
    }
    this.flat = highest === 0;
    this.top = highest + WALL_HEIGHT;
    for (let t = 0; t < tiles; t++) if (this.kinds[t] === SURFACE.wall) this.planes[3 * t] = this.top;
  }

  /** The tile under a point; outside the map, the nearest one. */
  tileAt(x: number, z: number): number {
    return tileIndex(z, this.rows) * this.columns + tileIndex(x, this.columns);
  }

  /** Height of the surface at a point. */
  height(x: number, z: number): number {
    const p = 3 * this.tileAt(x, z);
    const { planes } = this;
    return planes[p] + planes[p + 1] * x + planes[p + 2] * z;
  }

  /** Metres of height that a metre at right angles to the surface makes: 1 on floor, more on a ramp. */
  steepness(x: number, z: number): number {
    const p = 3 * this.tileAt(x, z);
    const gx = this.planes[p + 1];
    const gz = this.planes[p + 2];
    return Math.sqrt(gx * gx + gz * gz + 1);
  }

  /** Greatest height, up to `limit`, of the surface under the middle and the corners of a square of half width `half`. */
  highest(x: number, z: number, half: number, limit: number): number {
    let best = this.height(x, z);
    for (let corner = 0; corner < 4; corner++) {
      const cornerX = (corner & 1) === 0 ? x - half : x + half;
      const height = this.height(cornerX, corner < 2 ? z - half : z + half);
      if (height > best && height <= limit) best = height;
    }
    return best;
  }

  /** The tile of a surface that holds the whole square of half width `half`: that of its middle, or -1 where it meets another. */
  surfaceUnder(x: number, z: number, half: number): number {
    const middle = this.tileAt(x, z);
    const { columns } = this;
    const c0 = tileIndex(x - half, columns);
    const c1 = tileIndex(x + half, columns);
    const r0 = tileIndex(z - half, this.rows);
    const r1 = tileIndex(z + half, this.rows);
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) if (!this.samePlane(r * columns + c, middle)) return -1;
    }
    return middle;
  }

  private samePlane(a: number, b: number): boolean {
    const { planes, kinds } = this;
    if (a === b) return true;
    if (kinds[a] !== kinds[b]) return false;
    const p = 3 * a;
    const q = 3 * b;
    return planes[p] === planes[q] && planes[p + 1] === planes[q + 1] && planes[p + 2] === planes[q + 2];
  }

  /**
   * Follows a ray until it meets the ground, a face of it, or a wall; what it met is in `hit`.
   * @param far how far to follow it, in lengths of the direction (dx, dy, dz), which may have any length
   * @returns how far it came, in the same unit; `far` where it met nothing
   */
  cast(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, far: number): number {
    return traceTerrain(this, ox, oy, oz, dx, dy, dz, far, this.hit);
  }

  /** Whether ground or walls interrupt the line between two points. */
  blocks(ax: number, ay: number, az: number, bx: number, by: number, bz: number): boolean {
    if (this.flat) return this.room.blocked(ax, az, bx, bz);
    return this.cast(ax, ay, az, bx - ax, by - ay, bz - az, 1) < 1;
  }
}

/** The terrain of a valid task's map. */
export const terrainOf = (world: WorldMap): Terrain => new Terrain(new Room(world));
