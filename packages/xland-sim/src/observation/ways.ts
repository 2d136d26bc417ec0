import { STEP_HEIGHT } from '../scene/footing.js';
import type { Player } from '../scene/player.js';
import { featureOf, scaleOf } from '../settings/layout.js';
import type { ObservationPart } from '../settings/specs.js';
import type { Terrain } from '../world/terrain.js';
import { SURFACE } from '../world/terrain-cast.js';
import { type Explored, PER_TILE, SQUARE } from './explored.js';

/** The eight neighbours of a square: columns and rows away. The second four are diagonal. */
const COLUMNS = Int32Array.of(1, 0, -1, 0, 1, -1, -1, 1);
const ROWS = Int32Array.of(0, 1, 0, -1, 1, 1, -1, -1);
/** Lengths of a straight and a diagonal step, and what a fall adds, in units of half a square. */
const STRAIGHT = 2;
const DIAGONAL = 3;
const FALL = 8;
/** Distance between two heights that are compared along a step, metres. A ramp rises as much. */
const SAMPLE = 0.25;
/** Squares of a way that may be cut short by walking straight, most first. */
const SHORT_CUTS = [10, 7, 5, 3, 2];

/** A way. */
export interface Way {
  /** The point to walk straight to first, metres. */
  x: number;
  z: number;
  /** Of the whole way, metres. */
  length: number;
}

/**
 * Shortest ways of an avatar over ground that it has had in view. Between two squares that have not been in view
 * everything counts as passable, so a way may turn out to be none. Objects are in nobody's way. Squares are 1 m wide.
 * Down an edge one can always walk, but it counts as a detour of 4 m, because there may be no way back.
 */
export class Ways {
  private terrain: Terrain | undefined;
  private columns = 0;
  /** `[squares]`: a bit for each neighbour that can be reached from a square. */
  private passable = new Uint8Array(0);
  /** `[squares]`: a bit for each neighbour that is reached by a fall. */
  private falls = new Uint8Array(0);
  private cost = new Int32Array(0);
  private from = new Int32Array(0);
  private readonly buckets: number[][] = Array.from({ length: DIAGONAL + FALL + 1 }, () => []);
  private start = -1;
  private version = -1;
  /** The square nearest by way that has not been in view, or -1. */
  private unseen = -1;
  /** `[squares]`: 1 where the ground has been in view. */
  private seen: Readonly<Uint8Array> = new Uint8Array(0);
  private readonly path: number[] = [];

  /** Finds the ways from where a player stands to all squares, unless they are as before. */
  spread({ x, z }: Player, terrain: Terrain, explored: Explored): void {
    if (this.terrain !== terrain) this.fit(terrain);
    const start = this.squareAt(x, z);
    if (start === this.start && explored.version === this.version) return;
    this.start = start;
    this.version = explored.version;
    const { cost, from, buckets, columns, passable, falls } = this;
    const { squares } = explored;
    this.seen = squares;
    cost.fill(-1);
    from[start] = start;
    cost[start] = 0;
    buckets[0].push(start);
    for (let left = 1, now = 0; left > 0; now++) {
      const bucket = buckets[now % buckets.length];
      while (bucket.length > 0) {
        const k = bucket.pop() as number;
        left--;
        if (cost[k] !== now) continue;
        const column = k % columns;
        for (let n = 0; n < COLUMNS.length; n++) {
          const toColumn = column + COLUMNS[n];
          const to = k + ROWS[n] * columns + COLUMNS[n];
          if (toColumn < 0 || toColumn >= columns || to < 0 || to >= cost.length) continue;
          // What lies between two squares is in view with either of them: of a cliff its foot or its edge.
          if ((passable[k] & (1 << n)) === 0 && (squares[k] === 1 || squares[to] === 1)) continue;
          // An edge is seen from above, whether or not the ground below was in view.
          const fall = (falls[k] & (1 << n)) !== 0 && squares[k] === 1;
          const total = now + (n < 4 ? STRAIGHT : DIAGONAL) + (fall ? FALL : 0);
          if (cost[to] >= 0 && cost[to] <= total) continue;
          cost[to] = total;
          from[to] = k;
          buckets[total % buckets.length].push(to);
          left++;
        }
      }
    }
    this.unseen = this.nearestUnseen(explored);
  }

  /** The way to a point. Undefined if there is none. */
  to(player: Player, x: number, z: number): Way | undefined {
    const { path } = this;
    const end = this.squareAt(x, z);
    if (this.cost[end] < 0) return undefined;
    path.length = 0;
    for (let k = end; k !== this.start; k = this.from[k]) path.push(k);
    const straight = { x, z, length: Math.hypot(x - player.x, z - player.z) };
    const edge = this.edgeOf(path);
    if (path.length <= 1 || (path.length <= SHORT_CUTS[0] && this.isOpen(player, x, z, edge <= path.length)))
      return straight;
    const length = (this.cost[end] * SQUARE) / STRAIGHT;
    const reach = SHORT_CUTS.find((squares) => {
      const k = path[path.length - squares];
      return k !== undefined && this.isOpen(player, this.x(k), this.z(k), edge <= squares);
    });
    const next = path[path.length - (reach ?? 1)];
    return { x: this.x(next), z: this.z(next), length };
  }

  /** Squares to walk on a path, which is given backwards, until it leads down an edge. */
  private edgeOf(path: readonly number[]): number {
    let before = this.start;
    for (let walked = 1; walked <= path.length; walked++) {
      const k = path[path.length - walked];
      const [columns, rows] = [
        (k % this.columns) - (before % this.columns),
        Math.trunc(k / this.columns) - Math.trunc(before / this.columns),
      ];
      const n = COLUMNS.findIndex((dc, direction) => dc === columns && ROWS[direction] === rows);
      if ((this.falls[before] & (1 << n)) !== 0) return walked;
      before = k;
    }
    return Number.POSITIVE_INFINITY;
  }

  /**
   * Whether an avatar can walk straight to a point, as far as the ground has been in view.
   * @param mayFall whether the way there leads down an edge anyway
   */
  private isOpen({ x, y, z }: Player, toX: number, toZ: number, mayFall: boolean): boolean {
    const { seen } = this;
    const terrain = this.terrain as Terrain;
    const samples = Math.ceil(Math.hypot(toX - x, toZ - z) / SAMPLE);
    let height = y;
    let wasSeen = true;
    for (let s = 1; s <= samples; s++) {
      const [px, pz] = [x + ((toX - x) * s) / samples, z + ((toZ - z) * s) / samples];
      const isSeen = seen[this.squareAt(px, pz)] === 1;
      const next = terrain.height(px, pz);
      if (isSeen || wasSeen) {
        if (terrain.kinds[terrain.tileAt(px, pz)] === SURFACE.wall) return false;
        if (next - height > STEP_HEIGHT || (!mayFall && height - next > STEP_HEIGHT)) return false;
      }
      height = next;
      wasSeen = isSeen;
    }
    return true;
  }

  /** The shortest way to a square that has not been in view. Undefined if there is none. */
  toUnseen(player: Player): Way | undefined {
    const { unseen } = this;
    return unseen < 0 ? undefined : this.to(player, this.x(unseen), this.z(unseen));
  }

  private nearestUnseen(explored: Explored): number {
    let best = -1;
    explored.eachUnseen((k) => {
      if (this.cost[k] >= 0 && (best < 0 || this.cost[k] < this.cost[best])) best = k;
    });
    return best;
  }

  private x(k: number): number {
    return ((k % this.columns) + 0.5) * SQUARE;
  }

  private z(k: number): number {
    return (Math.floor(k / this.columns) + 0.5) * SQUARE;
  }

  private squareAt(x: number, z: number): number {
    const rows = this.cost.length / this.columns;
    const column = Math.min(Math.max(Math.floor(x / SQUARE), 0), this.columns - 1);
    return Math.min(Math.max(Math.floor(z / SQUARE), 0), rows - 1) * this.columns + column;
  }

  private fit(terrain: Terrain): void {
    this.terrain = terrain;
    this.columns = terrain.columns * PER_TILE;
    const squares = this.columns * terrain.rows * PER_TILE;
    this.cost = new Int32Array(squares);
    this.from = new Int32Array(squares);
    const { passable, falls } = stepsOf(terrain, this.columns, squares);
    this.passable = passable;
    this.falls = falls;
  }
}

/** `[squares]`: the neighbours that can be reached from each, and those of them that are reached by a fall, as bits. */
interface Steps {
  passable: Uint8Array<ArrayBuffer>;
  falls: Uint8Array<ArrayBuffer>;
}
const known = new WeakMap<Terrain, Steps>();

function stepsOf(terrain: Terrain, columns: number, squares: number): Steps {
  const found = known.get(terrain);
  if (found) return found;
  const passable = new Uint8Array(squares);
  const falls = new Uint8Array(squares);
  const rows = squares / columns;
  for (let k = 0; k < squares; k++) {
    const column = k % columns;
    const row = Math.floor(k / columns);
    COLUMNS.forEach((dc, n) => {
      const dr = ROWS[n];
      if (column + dc < 0 || column + dc >= columns || row + dr < 0 || row + dr >= rows) return;
      const at = (c: number, r: number) => [(c + 0.5) * SQUARE, (r + 0.5) * SQUARE] as const;
      const here = at(column, row);
      const ends = [at(column + dc, row + dr)];
      // A diagonal step must not cut a corner.
      if (dc !== 0 && dr !== 0) ends.push(at(column + dc, row), at(column, row + dr));
      if (ends.every((end) => canWalk(terrain, here, end))) passable[k] |= 1 << n;
      if (ends.some((end) => isFall(terrain, here, end))) falls[k] |= 1 << n;
    });
  }
  const steps = { passable, falls };
  known.set(terrain, steps);
  return steps;
}

/** Whether the straight way from one point to another leads down an edge. */
function isFall(terrain: Terrain, from: readonly [number, number], to: readonly [number, number]): boolean {
  return !canWalk(terrain, to, from) && terrain.height(...to) < terrain.height(...from);
}

/** Whether an avatar can walk straight from one point to another. */
function canWalk(terrain: Terrain, [x, z]: readonly [number, number], [toX, toZ]: readonly [number, number]): boolean {
  const samples = Math.ceil(Math.hypot(toX - x, toZ - z) / SAMPLE);
  let height = terrain.height(x, z);
  for (let s = 1; s <= samples; s++) {
    const [px, pz] = [x + ((toX - x) * s) / samples, z + ((toZ - z) * s) / samples];
    if (terrain.kinds[terrain.tileAt(px, pz)] === SURFACE.wall) return false;
    const next = terrain.height(px, pz);
    if (next - height > STEP_HEIGHT) return false;
    height = next;
  }
  return true;
}

/** Writes ways into the rows of a part. */
export class WayWriter {
  private readonly way: number;
  private readonly length: number;
  private readonly perLength: number;

  constructor(part: ObservationPart) {
    this.way = featureOf(part, 'way').offset;
    this.length = featureOf(part, 'wayLength').offset;
    this.perLength = 1 / scaleOf(part, 'wayLength');
  }

  /** @param row its first float */
  write({ x, z, length }: Way, player: Player, into: Float32Array, row: number): void {
    const dx = x - player.x;
    const dz = z - player.z;
    const distance = Math.hypot(dx, dz);
    into[row + this.way] = distance > 0 ? player.right(dx, dz) / distance : 0;
    into[row + this.way + 1] = distance > 0 ? player.forward(dx, dz) / distance : 1;
    into[row + this.length] = length * this.perLength;
  }
}
