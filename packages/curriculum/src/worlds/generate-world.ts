import { MAP_TILES, MAX_LEVEL, type Random, type WorldMap } from '@open-ada/production-rules';
import { RAMP, TileGrid, WALL } from './tile-grid.js';

/** Size and complexity of a world. */
export interface WorldOptions {
  /** Tiles (2 m) along each side of the square map, 2 to 12. */
  tiles: number;
  /** 0: a flat room without walls inside; 1: as many layers, drops and walls as the size allows. */
  complexity: number;
}

/** Longest run of ramps in a line. It connects floors that differ by at most this many levels. */
const LONGEST_RUN = 2;

/**
 * Generates a random map: plateaus and pits stacked on each other, some walls, and ramps until every tile can be
 * reached from every other. Regions that no ramp can connect are levelled. The same generator state gives the same
 * map on every platform.
 * @throws Error if the options are out of range
 */
export function generateWorld(random: Random, { tiles, complexity }: WorldOptions): WorldMap {
  if (!Number.isInteger(tiles) || tiles < MAP_TILES.min || tiles > MAP_TILES.max) {
    throw new Error(`A world has ${MAP_TILES.min} to ${MAP_TILES.max} tiles along a side, not ${tiles}.`);
  }
  if (!(complexity >= 0 && complexity <= 1)) {
    throw new Error(`The complexity of a world must be from 0 (flat) to 1, not ${complexity}.`);
  }
  const grid = new TileGrid(tiles);
  if (complexity === 0) return grid.toMap();
  raise(random, grid, complexity);
  wallIn(random, grid, complexity);
  connect(random, grid);
  level(grid);
  return grid.toMap();
}

/** Stacks rectangles. Most raise the ground by a level, some lower it. */
function raise(random: Random, { side, tiles }: TileGrid, complexity: number): void {
  const highest = Math.max(1, Math.min(MAX_LEVEL, Math.round((complexity * side) / 2)));
  const count = 1 + Math.round(1.5 * complexity * side);
  const largest = Math.max(2, Math.ceil(side / 2));
  for (let k = 0; k < count; k++) {
    const width = 1 + random.int(largest);
    const depth = 1 + random.int(largest);
    const column = random.int(side - width + 1);
    const row = random.int(side - depth + 1);
    const change = random.float() < 0.8 ? 1 : -1;
    for (let r = row; r < row + depth; r++) {
      for (let c = column; c < column + width; c++) {
        const tile = r * side + c;
        tiles[tile] = Math.max(0, Math.min(highest, tiles[tile] + change));
      }
    }
  }
}

function wallIn(random: Random, { side, tiles }: TileGrid, complexity: number): void {
  const most = Math.floor((complexity * side * side) / 12);
  for (let k = random.int(most + 1); k > 0; k--) tiles[random.int(tiles.length)] = WALL;
}

/** A run of ramps that could be built: `length` tiles between `foot` and `top`, uphill in this direction. */
interface Run {
  foot: number;
  top: number;
  direction: number;
  length: number;
}

/**
 * Finds places where floor of level h and floor of level h + n face each other across n tiles that may become ramps.
 */
function possibleRuns(grid: TileGrid): Run[] {
  const runs: Run[] = [];
  for (let foot = 0; foot < grid.tiles.length; foot++) {
    if (!grid.isFloor(foot)) continue;
    for (let direction = 0; direction < 4; direction++) {
      for (let length = 1; length <= LONGEST_RUN; length++) {
        const top = grid.step(foot, direction, length + 1);
        if (top < 0 || grid.tiles[top] !== grid.tiles[foot] + length) continue;
        runs.push({ foot, top, direction, length });
      }
    }
  }
  return runs;
}

/** Builds runs of ramps in random order. A run is kept only if it reduces the number of regions. */
function connect(random: Random, grid: TileGrid): void {
  let labels = new Int16Array(grid.tiles.length);
  let after = new Int16Array(grid.tiles.length);
  let count = grid.regions(labels);
  const ends = new Uint8Array(grid.tiles.length);
  for (const { foot, top, direction, length } of random.shuffle(possibleRuns(grid))) {
    if (count === 1) return;
    if (!grid.isFloor(foot) || !grid.isFloor(top) || labels[foot] === labels[top]) continue;
    const path = Array.from({ length }, (_, k) => grid.step(foot, direction, k + 1));
    if (path.some((tile) => !grid.isFloor(tile) || ends[tile] !== 0)) continue;
    const before = path.map((tile) => grid.tiles[tile]);
    for (const tile of path) grid.tiles[tile] = RAMP + direction;
    const fewer = grid.regions(after);
    if (fewer >= count) {
      path.forEach((tile, k) => {
        grid.tiles[tile] = before[k];
      });
      continue;
    }
    count = fewer;
    [labels, after] = [after, labels];
    ends[foot] = 1;
    ends[top] = 1;
  }
}

/**
 * Levels the smallest region until only one region is left. Its tiles become floor of the level of a neighbouring
 * tile, or wall if no floor is next to them.
 */
function level(grid: TileGrid): void {
  const labels = new Int16Array(grid.tiles.length);
  for (;;) {
    const count = grid.regions(labels);
    if (count <= 1) return;
    const sizes = new Array<number>(count).fill(0);
    for (const label of labels) if (label >= 0) sizes[label]++;
    const smallest = sizes.indexOf(Math.min(...sizes));
    let beside: number = WALL;
    for (let tile = 0; tile < labels.length && beside === WALL; tile++) {
      if (labels[tile] !== smallest) continue;
      for (let d = 0; d < 4; d++) {
        const next = grid.step(tile, d);
        if (next >= 0 && labels[next] !== smallest && grid.isFloor(next)) beside = grid.tiles[next];
      }
    }
    for (let tile = 0; tile < labels.length; tile++) if (labels[tile] === smallest) grid.tiles[tile] = beside;
  }
}
