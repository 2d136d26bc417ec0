import { AVATAR_RADIUS, type Task, TILE_SIZE } from '@open-ada/production-rules';
import { STEP_HEIGHT } from '../../scene/footing.js';
import { Barriers } from '../../world/barriers.js';
import { Navigation } from '../../world/navigation.js';
import { type Terrain, terrainOf } from '../../world/terrain.js';
import { SURFACE } from '../../world/terrain-cast.js';

/**
 * Side of a cell, metres. Four cells to a tile: a passage of one tile then has two lanes that are clear of both walls.
 */
export const CELL = TILE_SIZE / 4;

/** How a straight piece of the way can be walked: not at all; along the ground; only by falling off an edge. */
export const WAY = { none: 0, walk: 1, drop: 2 } as const;

/** The neighbours of a cell, straight ones first, with the length of the step. */
export const STEPS = [
  [1, 0, CELL],
  [0, 1, CELL],
  [-1, 0, CELL],
  [0, -1, CELL],
  [1, 1, CELL * Math.SQRT2],
  [-1, 1, CELL * Math.SQRT2],
  [-1, -1, CELL * Math.SQRT2],
  [1, -1, CELL * Math.SQRT2],
] as const;

/**
 * Distance between the points at which a way is checked, metres. On a ramp the ground between two points rises by less
 * than a step.
 */
const SAMPLE = 0.2;
/** How far a wall may push the avatar aside on a way that still counts as free, metres. */
const SLIP = 0.04;

/**
 * Whether an avatar fits onto a cell: no; yes; only just after a fall, until it has been moved out of the wall above.
 */
export const ROOM = { none: 0, free: 1, foot: 2 } as const;

const UNKNOWN = 255;

/**
 * A wall is beside a cell if a disc of this radius meets it within this distance, metres; and the height above the
 * ground from which something carried does not pass over it.
 */
const BESIDE_WALL = { radius: 0.1, far: 0.8, height: 0.6 } as const;

/** Where an avatar can stand and walk in one map, in cells of half a metre. Objects are not included. */
export class WalkGrid {
  readonly columns: number;
  readonly rows: number;
  /** [cells]: height of the ground, metres. */
  readonly heights: Float64Array;
  /** [cells]: one of `ROOM`. */
  readonly open: Uint8Array;
  readonly terrain: Terrain;
  /** A flat room without inner walls: every straight way is free. */
  readonly bare: boolean;
  private readonly barriers: Barriers;
  private readonly navigation: Navigation;
  /** [cells, 8]: one of `WAY` per step, found on first use. */
  private readonly ways: Uint8Array;
  /** [cells]: walls beside each cell as bits, see `wallsAt`, found on first use. */
  private readonly walls: Uint8Array;
  /** Per tile: the tiles that can be reached from it; computed on first use. */
  private readonly reachable: (Uint8Array | undefined)[] = [];

  constructor(world: Task['world']) {
    this.terrain = terrainOf(world);
    this.bare = this.terrain.flat && this.terrain.room.tiles.length === 0;
    this.barriers = new Barriers(this.terrain);
    this.navigation = new Navigation(this.terrain);
    this.columns = (this.terrain.columns * TILE_SIZE) / CELL;
    this.rows = (this.terrain.rows * TILE_SIZE) / CELL;
    const cells = this.columns * this.rows;
    this.heights = new Float64Array(cells);
    this.open = new Uint8Array(cells);
    this.ways = new Uint8Array(8 * cells).fill(UNKNOWN);
    this.walls = new Uint8Array(cells).fill(UNKNOWN);
    for (let cell = 0; cell < cells; cell++) {
      const x = this.x(cell);
      const z = this.z(cell);
      this.heights[cell] = this.terrain.height(x, z);
      this.open[cell] = this.room(x, z, this.heights[cell]);
    }
  }

  x(cell: number): number {
    return ((cell % this.columns) + 0.5) * CELL;
  }

  z(cell: number): number {
    return (Math.floor(cell / this.columns) + 0.5) * CELL;
  }

  /** The cell of a point; outside the map, the nearest one. */
  cellAt(x: number, z: number): number {
    const column = Math.max(0, Math.min(this.columns - 1, Math.floor(x / CELL)));
    const row = Math.max(0, Math.min(this.rows - 1, Math.floor(z / CELL)));
    return row * this.columns + column;
  }

  /** The cell a step away, or -1 outside the map. */
  neighbour(cell: number, step: number): number {
    const column = (cell % this.columns) + STEPS[step][0];
    const row = Math.floor(cell / this.columns) + STEPS[step][1];
    return column >= 0 && column < this.columns && row >= 0 && row < this.rows ? row * this.columns + column : -1;
  }

  /** The open cell nearest a point at this height to which an avatar at the point can walk, or -1. */
  standing(x: number, z: number, y: number): number {
    const middle = this.cellAt(x, z);
    if (this.open[middle] === ROOM.free && Math.abs(this.heights[middle] - y) < STEP_HEIGHT) return middle;
    let best = -1;
    let bestSquare = Number.POSITIVE_INFINITY;
    const column = middle % this.columns;
    const row = (middle - column) / this.columns;
    for (let r = Math.max(0, row - 2); r <= Math.min(this.rows - 1, row + 2); r++) {
      for (let c = Math.max(0, column - 2); c <= Math.min(this.columns - 1, column + 2); c++) {
        const cell = r * this.columns + c;
        if (this.open[cell] !== ROOM.free) continue;
        const dx = this.x(cell) - x;
        const dz = this.z(cell) - z;
        const square = dx * dx + dz * dz;
        if (square < bestSquare && this.way(x, y, z, this.x(cell), this.z(cell)) !== WAY.none) {
          best = cell;
          bestSquare = square;
        }
      }
    }
    return best;
  }

  /** How the step from a cell to its neighbour can be taken: one of `WAY`. */
  stepWay(cell: number, step: number): number {
    const known = this.ways[8 * cell + step];
    if (known !== UNKNOWN) return known;
    const to = this.neighbour(cell, step);
    let way: number = WAY.none;
    if (to >= 0 && this.open[to] !== ROOM.none) {
      if (this.open[cell] === ROOM.foot) {
        const level = Math.abs(this.heights[to] - this.heights[cell]) <= STEP_HEIGHT;
        way = level && this.open[to] === ROOM.free ? WAY.walk : WAY.none;
      } else {
        way = this.way(this.x(cell), this.heights[cell], this.z(cell), this.x(to), this.z(to));
        if (this.open[to] === ROOM.foot && way === WAY.walk) way = WAY.none;
      }
    }
    this.ways[8 * cell + step] = way;
    return way;
  }

  /** How the straight way from feet at (x, y, z) to a point can be walked: one of `WAY`. */
  way(x: number, y: number, z: number, toX: number, toZ: number): number {
    const { terrain, barriers } = this;
    const dx = toX - x;
    const dz = toZ - z;
    const count = Math.max(1, Math.ceil(Math.sqrt(dx * dx + dz * dz) / SAMPLE));
    let feet = y;
    let way: number = WAY.walk;
    for (let k = 1; k <= count; k++) {
      const px = x + (dx * k) / count;
      const pz = z + (dz * k) / count;
      const ground = terrain.height(px, pz);
      if (ground > feet + STEP_HEIGHT) return WAY.none;
      if (ground < feet - STEP_HEIGHT) way = WAY.drop;
      if (barriers.resolve(px, pz, AVATAR_RADIUS, feet + STEP_HEIGHT)) {
        const off = Math.abs(barriers.x - px) + Math.abs(barriers.z - pz);
        // Beyond an edge the avatar is still over the edge, and the wall below moves it out.
        if (off > SLIP && way === WAY.walk) return WAY.none;
      }
      feet = ground;
    }
    return way;
  }

  /** In which of the four straight directions, as bits in the order of `STEPS`, a wall is right beside a cell. */
  wallsAt(cell: number): number {
    if (this.walls[cell] !== UNKNOWN) return this.walls[cell];
    const { radius, far, height } = BESIDE_WALL;
    let bits = 0;
    for (let step = 0; step < 4 && this.open[cell] === ROOM.free; step++) {
      const [dx, dz] = [Math.sign(STEPS[step][0]), Math.sign(STEPS[step][1])];
      const limit = this.heights[cell] + height;
      if (this.barriers.reach(this.x(cell), this.z(cell), dx, dz, radius, far, limit) < far) bits |= 1 << step;
    }
    this.walls[cell] = bits;
    return bits;
  }

  /** Whether the avatar can walk back from below a drop to the place above it. */
  canReturn(from: number, to: number): boolean {
    const { terrain } = this;
    const above = terrain.tileAt(this.x(from), this.z(from));
    const below = terrain.tileAt(this.x(to), this.z(to));
    this.reachable[below] ??= this.navigation.reachable(below);
    return this.reachable[below][above] === 1;
  }

  private room(x: number, z: number, ground: number): number {
    const { terrain, barriers } = this;
    if (terrain.kinds[terrain.tileAt(x, z)] === SURFACE.wall) return ROOM.none;
    if (!barriers.resolve(x, z, AVATAR_RADIUS, ground + STEP_HEIGHT)) return ROOM.free;
    const off = Math.abs(barriers.x - x) + Math.abs(barriers.z - z);
    return off <= SLIP ? ROOM.free : ROOM.foot;
  }
}
