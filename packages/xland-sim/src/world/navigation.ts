import { TILE_SIZE } from '@open-ada/production-rules';
import type { Terrain } from './terrain.js';
import { SURFACE } from './terrain-cast.js';

/**
 * How an avatar gets from a tile to its neighbour: not at all; level; up or down a ramp; down a step without a way
 * back.
 */
const PASSAGE = { none: 0, walk: 1, ramp: 2, drop: 3 } as const;
export type PassageKind = Exclude<keyof typeof PASSAGE, 'none'>;

/** A passage from one tile to a neighbour. */
export interface Passage {
  to: number;
  kind: PassageKind;
  /**
   * Cost in metres. It is the distance of the centres on the floor plane, since ramps do not slow an avatar. A drop
   * costs its height in addition, because it cannot be undone.
   */
  cost: number;
}

/** Steps in (column, row) to the four neighbours of a tile. */
const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;
const KINDS: readonly (PassageKind | undefined)[] = [undefined, 'walk', 'ramp', 'drop'];
/** Heights that differ by less than this are equal, metres. */
const EQUAL = 1e-6;

/** The tiles that an avatar can stand on, and the passages between them. Tiles are numbered row * columns + column. */
export class Navigation {
  /** Value of `PASSAGE` from each tile to each neighbour: [tiles, 4]. */
  private readonly passages: Uint8Array;

  /** @param terrain see `terrainOf` */
  constructor(readonly terrain: Terrain) {
    this.passages = new Uint8Array(4 * terrain.kinds.length);
    for (let tile = 0; tile < terrain.kinds.length; tile++) {
      for (let d = 0; d < 4; d++) this.passages[4 * tile + d] = this.passage(tile, d);
    }
  }

  /** Whether an avatar can stand on a tile. */
  isFloor(tile: number): boolean {
    return this.terrain.kinds[tile] !== SURFACE.wall;
  }

  /** Centre of a tile on its surface, metres. */
  centre(tile: number): { x: number; y: number; z: number } {
    const column = tile % this.terrain.columns;
    const x = (column + 0.5) * TILE_SIZE;
    const z = ((tile - column) / this.terrain.columns + 0.5) * TILE_SIZE;
    return { x, y: this.terrain.height(x, z), z };
  }

  /** The passages that lead from a tile. */
  from(tile: number): Passage[] {
    const ways: Passage[] = [];
    for (let d = 0; d < 4; d++) {
      const kind = KINDS[this.passages[4 * tile + d]];
      if (kind === undefined) continue;
      const to = this.neighbour(tile, d);
      const height = kind === 'drop' ? this.centre(tile).y - this.centre(to).y : 0;
      ways.push({ to, kind, cost: TILE_SIZE + height });
    }
    return ways;
  }

  /** Marks the tiles that can be reached from `start`: [tiles], 1 or 0. */
  reachable(start: number): Uint8Array {
    return this.flood(start, false);
  }

  /** Marks the tiles from which `goal` can be reached: [tiles], 1 or 0. */
  leadingTo(goal: number): Uint8Array {
    return this.flood(goal, true);
  }

  /** Marks the tiles that can be reached from `start` and from which `start` can be reached: [tiles], 1 or 0. */
  thereAndBack(start: number): Uint8Array {
    const back = this.leadingTo(start);
    return this.reachable(start).map((there, tile) => there & back[tile]);
  }

  private neighbour(tile: number, direction: number): number {
    const { columns, rows } = this.terrain;
    const column = (tile % columns) + DIRECTIONS[direction][0];
    const row = Math.floor(tile / columns) + DIRECTIONS[direction][1];
    return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column : -1;
  }

  private passage(tile: number, direction: number): number {
    const { kinds, planes, columns } = this.terrain;
    const to = this.neighbour(tile, direction);
    if (to < 0 || kinds[tile] === SURFACE.wall || kinds[to] === SURFACE.wall) return PASSAGE.none;
    // Both ends of the edge that the two tiles share.
    const [dx, dz] = DIRECTIONS[direction];
    const column = tile % columns;
    const x = (column + 0.5 + dx / 2) * TILE_SIZE;
    const z = ((tile - column) / columns + 0.5 + dz / 2) * TILE_SIZE;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let end = -1; end <= 1; end += 2) {
      const ex = x + (end * dz * TILE_SIZE) / 2;
      const ez = z + (end * dx * TILE_SIZE) / 2;
      const here = planes[3 * tile] + planes[3 * tile + 1] * ex + planes[3 * tile + 2] * ez;
      const there = planes[3 * to] + planes[3 * to + 1] * ex + planes[3 * to + 2] * ez;
      least = Math.min(least, here - there);
      most = Math.max(most, here - there);
    }
    if (least > -EQUAL && most < EQUAL) {
      return kinds[tile] === SURFACE.ramp || kinds[to] === SURFACE.ramp ? PASSAGE.ramp : PASSAGE.walk;
    }
    return least > -EQUAL ? PASSAGE.drop : PASSAGE.none;
  }

  private flood(start: number, backwards: boolean): Uint8Array {
    const { passages } = this;
    const marked = new Uint8Array(this.terrain.kinds.length);
    if (!this.isFloor(start)) return marked;
    const open = [start];
    marked[start] = 1;
    while (open.length > 0) {
      const tile = open.pop()!;
      for (let d = 0; d < 4; d++) {
        const next = this.neighbour(tile, d);
        if (next < 0 || marked[next] !== 0) continue;
        const passage = backwards ? passages[4 * next + ((d + 2) & 3)] : passages[4 * tile + d];
        if (passage === PASSAGE.none) continue;
        marked[next] = 1;
        open.push(next);
      }
    }
    return marked;
  }
}
