import { MAX_LEVEL, type Random, type WorldMap } from '@open-ada/production-rules';
import { RAMP, TileGrid } from './tile-grid.js';

/** Widths and depths of a plateau, tiles. There is room for an avatar and two objects. */
const PATCHES = [
  [2, 1],
  [1, 2],
  [2, 2],
  [3, 1],
  [1, 3],
] as const;
const ATTEMPTS = 20;

/** A world with a plateau, and the numbers of its tiles: row * columns + column. */
export interface WithPlateau {
  world: WorldMap;
  plateau: readonly number[];
}

/**
 * Raises a patch of floor above all that is around it. One can drop from it anywhere, and no way leads back up. All other
 * tiles can still be reached from each other.
 * @param world one whose tiles can all be reached from each other
 * @returns undefined if no drawn patch can be raised
 */
export function raisePlateau(random: Random, world: WorldMap): WithPlateau | undefined {
  const side = world.rows.length;
  const labels = new Int16Array(side * side);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [width, depth] = random.pick(PATCHES);
    if (width > side || depth > side) continue;
    const first = random.int(side - depth + 1) * side + random.int(side - width + 1);
    const plateau = Array.from({ length: width * depth }, (_, k) => first + Math.floor(k / width) * side + (k % width));
    const grid = TileGrid.fromMap(world);
    if (!plateau.every((tile) => grid.isFloor(tile))) continue;
    const around = plateau.flatMap((tile) => [0, 1, 2, 3].map((d) => grid.step(tile, d))).filter((tile) => tile >= 0);
    // From a ramp beside it one might drop onto it.
    if (around.some((tile) => grid.tiles[tile] >= RAMP)) continue;
    const level = 1 + Math.max(...around.map((tile) => grid.tiles[tile]));
    if (level < 1 || level > MAX_LEVEL) continue;
    for (const tile of plateau) grid.tiles[tile] = level;
    // The plateau and the rest: neither does a ramp lead up to it, nor did it connect other parts.
    if (grid.regions(labels) === 2) return { world: grid.toMap(), plateau };
  }
  return undefined;
}
