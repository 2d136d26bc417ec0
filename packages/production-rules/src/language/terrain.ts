import type { WorldMap } from './task.js';

/** Height of one level, metres. */
export const LEVEL_HEIGHT = 1;
/** Highest level of a floor. */
export const MAX_LEVEL = 9;
/** Smallest and largest number of tiles along one side of a map. */
export const MAP_TILES = { min: 2, max: 12 } as const;

/** Steps in (column, row) that lead uphill on a ramp, by its character. Their signs are those of (x, z). */
const UPHILL: Readonly<Record<string, readonly [dx: number, dz: number]>> = {
  '>': [1, 0],
  '<': [-1, 0],
  '^': [0, -1],
  v: [0, 1],
};

/** What one tile of a map is. */
export type Tile =
  | { readonly kind: 'wall' }
  | { readonly kind: 'floor'; readonly level: number }
  /**
   * Rises evenly from `level` at its low edge to `level + 1` at its high edge. The high edge lies in the direction
   * (dx, dz).
   */
  | { readonly kind: 'ramp'; readonly level: number; readonly dx: number; readonly dz: number };

const floorLevel = (character: string): number => (/^\d$/.test(character) ? Number(character) : -1);

/**
 * Level at the far end of a run of equal ramps from (column, row), and the number of ramps. The level is -1 if no
 * floor is there.
 */
function endOfRun({ rows }: WorldMap, column: number, row: number, dx: number, dz: number) {
  const character = rows[row][column];
  let length = 0;
  let at = character;
  while (at === character) {
    length++;
    at = rows[row + dz * length]?.[column + dx * length] ?? '';
  }
  return { length, level: floorLevel(at), character: at };
}

/**
 * The tile in a column and a row of the map of a valid task, or `undefined` outside the map. A ramp's level follows
 * from the floor at the low end of its run.
 */
export function readTile(world: WorldMap, column: number, row: number): Tile | undefined {
  const character = world.rows[row]?.[column];
  if (character === undefined) return undefined;
  const uphill = UPHILL[character];
  if (uphill === undefined)
    return character === '#' ? { kind: 'wall' } : { kind: 'floor', level: floorLevel(character) };
  const [dx, dz] = uphill;
  const foot = endOfRun(world, column, row, -dx, -dz);
  return { kind: 'ramp', level: foot.level + foot.length - 1, dx, dz };
}

/** Says in one sentence what is wrong with a ramp. Only the lowest ramp of a run is checked. */
export function rampFault(world: WorldMap, column: number, row: number): string | undefined {
  const character = world.rows[row][column];
  const uphill = UPHILL[character];
  if (uphill === undefined) return undefined;
  const [dx, dz] = uphill;
  const foot = endOfRun(world, column, row, -dx, -dz);
  if (foot.length > 1) return undefined;
  const name = `the ramp "${character}" in column ${column + 1}`;
  const what = (end: string) => (end === '' ? 'the edge of the map' : `"${end}"`);
  if (foot.level < 0) return `At its low end ${name} needs a floor (a digit), not ${what(foot.character)}.`;
  const top = endOfRun(world, column, row, dx, dz);
  const level = foot.level + top.length;
  if (top.level === level) return undefined;
  const from = `${name} rises from level ${foot.level} over ${top.length === 1 ? 'one tile' : `${top.length} tiles`}`;
  const wanted = level > MAX_LEVEL ? `beyond the highest level, ${MAX_LEVEL}` : `so "${level}" must follow`;
  return `${from[0].toUpperCase()}${from.slice(1)}, ${wanted}, not ${what(top.character)}.`;
}
