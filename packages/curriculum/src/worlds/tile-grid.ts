import type { WorldMap } from '@open-ada/production-rules';

/** Directions in which a ramp can rise, as steps in (column, row), and the ramp's character. */
const ASCENTS = [
  { dx: 1, dz: 0, character: '>' },
  { dx: 0, dz: 1, character: 'v' },
  { dx: -1, dz: 0, character: '<' },
  { dx: 0, dz: -1, character: '^' },
] as const;

/**
 * Values of tiles other than floor: a wall, or `RAMP + d` for a ramp that rises in direction d (an index into
 * `ASCENTS`).
 */
export const WALL = -1;
export const RAMP = 100;

const neighbourTables = new Map<number, Int16Array>();

/** Neighbour of each tile of a square map in each direction, or -1: [tiles, 4]. */
function neighboursOf(side: number): Int16Array {
  let table = neighbourTables.get(side);
  if (table === undefined) {
    table = new Int16Array(4 * side * side).fill(-1);
    for (let tile = 0; tile < side * side; tile++) {
      for (let d = 0; d < 4; d++) {
        const column = (tile % side) + ASCENTS[d].dx;
        const row = Math.floor(tile / side) + ASCENTS[d].dz;
        if (column >= 0 && column < side && row >= 0 && row < side) table[4 * tile + d] = row * side + column;
      }
    }
    neighbourTables.set(side, table);
  }
  return table;
}

/** A square map while it is generated. Tiles are numbered row * side + column. */
export class TileGrid {
  /** Level of a floor, `WALL`, or `RAMP` + direction. */
  readonly tiles: Int16Array;
  private readonly neighbours: Int16Array;
  private readonly open: Int16Array;

  constructor(readonly side: number) {
    this.tiles = new Int16Array(side * side);
    this.open = new Int16Array(side * side);
    this.neighbours = neighboursOf(side);
  }

  static fromMap({ rows }: WorldMap): TileGrid {
    const grid = new TileGrid(rows.length);
    rows.forEach((row, r) => {
      for (let c = 0; c < row.length; c++) {
        const direction = ASCENTS.findIndex(({ character }) => character === row[c]);
        grid.tiles[r * row.length + c] = row[c] === '#' ? WALL : direction >= 0 ? RAMP + direction : Number(row[c]);
      }
    });
    return grid;
  }

  isFloor(tile: number): boolean {
    return this.tiles[tile] >= 0 && this.tiles[tile] < RAMP;
  }

  /** The tile `steps` further in direction d, or -1 outside the map. */
  step(tile: number, direction: number, steps = 1): number {
    let at = tile;
    for (let k = 0; k < steps && at >= 0; k++) at = this.neighbours[4 * at + direction];
    return at;
  }

  /**
   * Labels every tile with the number of its region, counted from 0. Walls get -1. Inside a region every way can be
   * walked in both directions.
   * @param labels [tiles], written
   * @returns the number of regions
   */
  regions(labels: Int16Array): number {
    const { tiles, open, neighbours } = this;
    labels.fill(-1);
    let count = 0;
    for (let tile = 0; tile < labels.length; tile++) {
      if (labels[tile] >= 0 || tiles[tile] === WALL) continue;
      labels[tile] = count;
      open[0] = tile;
      let size = 1;
      while (size > 0) {
        const from = open[--size];
        for (let d = 0; d < 4; d++) {
          const to = neighbours[4 * from + d];
          if (to < 0 || labels[to] >= 0 || !joined(tiles[from], tiles[to], d)) continue;
          labels[to] = count;
          open[size++] = to;
        }
      }
      count++;
    }
    return count;
  }

  /** Number of tile-to-tile steps from one tile to each other without a drop: [tiles], -1 if there is no way. */
  stepsFrom(start: number): Int16Array {
    const { tiles, open, neighbours } = this;
    const steps = new Int16Array(tiles.length).fill(-1);
    steps[start] = 0;
    open[0] = start;
    for (let first = 0, size = 1; first < size; first++) {
      const from = open[first];
      for (let d = 0; d < 4; d++) {
        const to = neighbours[4 * from + d];
        if (to < 0 || steps[to] >= 0 || tiles[to] === WALL || !joined(tiles[from], tiles[to], d)) continue;
        steps[to] = steps[from] + 1;
        open[size++] = to;
      }
    }
    return steps;
  }

  toMap(): WorldMap {
    const character = (tile: number): string =>
      tile === WALL ? '#' : tile >= RAMP ? ASCENTS[tile - RAMP].character : String(tile);
    return {
      rows: Array.from({ length: this.side }, (_, row) =>
        Array.from(this.tiles.subarray(row * this.side, (row + 1) * this.side), character).join(''),
      ),
    };
  }
}

/** Whether one can walk from a tile to its neighbour in direction d and back, given the values of both tiles. */
function joined(from: number, to: number, d: number): boolean {
  if (from < RAMP && to < RAMP) return from === to;
  // A ramp can be left only at its two ends. Any tile may lie along its sides.
  return to !== WALL && isOpenAlong(from, d) && isOpenAlong(to, d);
}

/** Whether a tile can be left in direction d: always from floor, from a ramp only if d runs up or down it. */
const isOpenAlong = (tile: number, d: number): boolean => tile < RAMP || ((tile - RAMP - d) & 1) === 0;
