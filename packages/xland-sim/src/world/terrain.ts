import { LEVEL_HEIGHT, readTile, TILE_SIZE, type WorldMap } from '@open-ada/production-rules';
import { Room, WALL_HEIGHT } from './room.js';
import { type Hit, noHit, SURFACE, traceTerrain } from './terrain-cast.js';

/** Column or row of a coordinate. Outside the map it is the nearest one. */
export const tileIndex = (metres: number, count: number): number =>
  metres < 0 ? 0 : Math.min(Math.floor(metres / TILE_SIZE), count - 1);

/**
 * The surface of a world. Each tile is one plane: level for floors, inclined for ramps, at height `top` for walls.
 * Where the planes of neighbours do not meet there is a vertical face. Tiles are numbered row * columns + column. All
 * lengths in metres.
 */
export class Terrain {
  readonly columns: number;
  readonly rows: number;
  /** Whether there is only floor of level 0 and walls. Then everything on the floor is at height 0. */
  readonly flat: boolean;
  /** Height of the upper edge of all walls, including the outer walls. */
  readonly top: number;
  /** Value of `SURFACE` (floor, ramp or wall) for each tile. */
  readonly kinds: Uint8Array;
  /** Height of the floor, or of a ramp's low edge, for each tile. */
  readonly bases: Float64Array;
  /** `[tiles, 3]`: the surface of a tile is at height p0 + p1 * x + p2 * z. */
  readonly planes: Float64Array;
  /** What the last `cast` hit. */
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
      // The low edge is where the run begins: the near side if the ramp ascends along +x or +z, otherwise the far
      // side.
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

  /** The tile under a point. Outside the map it is the nearest one. */
  tileAt(x: number, z: number): number {
    return tileIndex(z, this.rows) * this.columns + tileIndex(x, this.columns);
  }

  /** Height of the surface at a point. */
  height(x: number, z: number): number {
    const p = 3 * this.tileAt(x, z);
    const { planes } = this;
    return planes[p] + planes[p + 1] * x + planes[p + 2] * z;
  }

  /** Vertical distance above the surface per metre of distance at right angles to it: 1 on floor, more on a ramp. */
  steepness(x: number, z: number): number {
    const p = 3 * this.tileAt(x, z);
    const gx = this.planes[p + 1];
    const gz = this.planes[p + 2];
    return Math.sqrt(gx * gx + gz * gz + 1);
  }

  /**
   * Largest height of the surface, up to `limit`, under the middle and the corners of a square of half width `half`.
   */
  highest(x: number, z: number, half: number, limit: number): number {
    let best = this.height(x, z);
    for (let corner = 0; corner < 4; corner++) {
      const cornerX = (corner & 1) === 0 ? x - half : x + half;
      const height = this.height(cornerX, corner < 2 ? z - half : z + half);
      if (height > best && height <= limit) best = height;
    }
    return best;
  }

  /**
   * The tile whose plane contains the whole square of half width `half`: that of its middle, or -1 if the square
   * meets another plane.
   */
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
   * Follows a ray until it hits the ground, a vertical face or a wall. What it hit is in `hit`.
   * @param far how far to follow the ray, in lengths of the direction (dx, dy, dz), which may have any length
   * @returns how far the ray came, in the same unit; `far` if it hit nothing
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
