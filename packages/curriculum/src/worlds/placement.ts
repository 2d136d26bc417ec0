import {
  AVATAR_RADIUS,
  NEAR_DISTANCE,
  OBJECT_SIZE,
  obstacleAt,
  type Random,
  readTile,
  TILE_SIZE,
  type WorldMap,
} from '@open-ada/production-rules';
import { generateWorld, type WorldOptions } from './generate-world.js';
import { raisePlateau } from './plateau.js';

/** Error: a world has no place for all objects and the avatar of a task. */
export class NoRoomError extends Error {}

/** Centres of two objects at the start are at least this far apart, metres: more than near, so nothing fires. */
export const OBJECT_DISTANCE = NEAR_DISTANCE + 0.25;
/** Centre of an object to the avatar's at the start, metres: neither touching nor near. */
export const AVATAR_DISTANCE = NEAR_DISTANCE + 0.1;
/** Clear space between a wall and an object or the avatar at the start, metres. */
const WALL_CLEARANCE = 0.15;
/** Distance of two objects that are near each other, and apart as squares of size factor 1, metres. */
const NEAR = { min: NEAR_DISTANCE - 0.25, max: NEAR_DISTANCE - 0.1 } as const;
const ATTEMPTS = 200;

/** Rounds to centimetres. The result is short in files and exact in JSON. */
const centimetres = (metres: number): number => Math.round(metres * 100) / 100;

const isFree = (x: number, z: number, placed: readonly (readonly [number, number])[], distance: number): boolean =>
  placed.every(([px, pz]) => (x - px) * (x - px) + (z - pz) * (z - pz) >= distance * distance);

type Point = [number, number];

function place(
  random: Random,
  extent: number,
  half: number,
  placed: readonly (readonly [number, number])[],
  distance: number,
): Point | undefined {
  const margin = half + WALL_CLEARANCE;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const x = centimetres(random.range(margin, extent - margin));
    const z = centimetres(random.range(margin, extent - margin));
    if (isFree(x, z, placed, distance)) return [x, z];
  }
  return undefined;
}

/** Start positions, metres: objects, one avatar, and a second one if asked for. */
export interface Placement {
  objects: Point[];
  avatar: Point;
  second?: Point;
}

/**
 * Draws uniform positions of objects of size factor 1 in a square flat room, by rejection. Objects are at least
 * `OBJECT_DISTANCE` apart, and the avatar is at least `AVATAR_DISTANCE` from each.
 * @param extent side of the room, metres
 * @throws NoRoomError if the room is too small for this many objects
 */
export function placeAll(random: Random, extent: number, objectCount: number): Placement {
  // A crowded draw may leave no place for the last object. Then all positions are drawn again.
  for (let attempt = 0; attempt < 100; attempt++) {
    const objects: Point[] = [];
    while (objects.length < objectCount) {
      const at = place(random, extent, OBJECT_SIZE / 2, objects, OBJECT_DISTANCE);
      if (at === undefined) break;
      objects.push(at);
    }
    const avatar = place(random, extent, AVATAR_RADIUS, objects, AVATAR_DISTANCE);
    if (objects.length === objectCount && avatar !== undefined) return { objects, avatar };
  }
  throw new NoRoomError(`A room of ${extent} x ${extent} m has no place for ${objectCount} objects and an avatar.`);
}

/** Draws a uniform position on floor of one level, clear of steps, ramps and walls. */
function placeOnFloor(
  random: Random,
  world: WorldMap,
  floor: readonly Point[],
  half: number,
  placed: readonly Point[],
  distance: number,
): Point | undefined {
  for (let attempt = 0; attempt < ATTEMPTS && floor.length > 0; attempt++) {
    const [column, row] = random.pick(floor);
    const x = centimetres((column + random.float()) * TILE_SIZE);
    const z = centimetres((row + random.float()) * TILE_SIZE);
    if (obstacleAt(world, x, z, half + WALL_CLEARANCE) === undefined && isFree(x, z, placed, distance)) return [x, z];
  }
  return undefined;
}

/** Draws a position within `NEAR` of a given one, on floor of the same level. */
function placeBeside(random: Random, world: WorldMap, half: number, [x, z]: Point): Point | undefined {
  const level = levelAt(world, x, z);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const at: Point = [centimetres(x + random.range(-1, 1)), centimetres(z + random.range(-1, 1))];
    const square = (at[0] - x) * (at[0] - x) + (at[1] - z) * (at[1] - z);
    if (square < NEAR.min * NEAR.min || square > NEAR.max * NEAR.max) continue;
    const isFloor = obstacleAt(world, at[0], at[1], half + WALL_CLEARANCE) === undefined;
    if (isFloor && levelAt(world, at[0], at[1]) === level) return at;
  }
  return undefined;
}

function levelAt(world: WorldMap, x: number, z: number): number {
  const tile = readTile(world, Math.floor(x / TILE_SIZE), Math.floor(z / TILE_SIZE));
  return tile?.kind === 'floor' ? tile.level : -1;
}

interface Crowd {
  /** Number of objects of size factor 1. */
  count: number;
  /** Smallest acceptable number of objects if there is no place for all. Default `count`. */
  least?: number;
  /** Whether the first two objects stand near each other. */
  close?: boolean;
  /** Whether there are two avatars. They are as far apart as an avatar and an object. */
  two?: boolean;
  /** Objects that stand with the avatar on a plateau to which no way leads back. Absent: there is no such plateau. */
  above?: readonly number[];
}

/** @param plateau tiles of the plateau, if there is one */
function placeOnMap(
  random: Random,
  world: WorldMap,
  { count, close, two, above }: Crowd,
  plateau: readonly number[] = [],
): Placement | undefined {
  const half = OBJECT_SIZE / 2;
  const all = world.rows.flatMap((row, r) =>
    Array.from(row, (_, c): Point => [c, r]).filter(([c]) => readTile(world, c, r)?.kind === 'floor'),
  );
  const isAbove = ([c, r]: Point): boolean => plateau.includes(r * world.rows[0].length + c);
  const floor = all.filter((tile) => !isAbove(tile));
  const start = above === undefined ? floor : all.filter(isAbove);
  const objects: Point[] = [];
  while (objects.length < count) {
    const beside = close && objects.length === 1;
    const at = beside
      ? placeBeside(random, world, half, objects[0])
      : placeOnFloor(random, world, above?.includes(objects.length) ? start : floor, half, objects, OBJECT_DISTANCE);
    if (at === undefined) return undefined;
    objects.push(at);
  }
  const avatar = placeOnFloor(random, world, start, AVATAR_RADIUS, objects, AVATAR_DISTANCE);
  if (avatar === undefined || !two) return avatar && { objects, avatar };
  const second = placeOnFloor(random, world, floor, AVATAR_RADIUS, [...objects, avatar], AVATAR_DISTANCE);
  return second && { objects, avatar, second };
}

/** Number of worlds to try before the number of objects is reduced by one, and before placing fails. */
const WORLDS = 3;
const MOST_WORLDS = 100;

/**
 * Generates a world with places for objects and an avatar on its level floor, as far apart as in `placeAll`. Every
 * place can be reached from every other, because every tile can, but those on a plateau only from the plateau.
 * @throws NoRoomError if such worlds are too small for this many objects
 */
export function placeInWorld(random: Random, options: WorldOptions, crowd: Crowd): Placement & { world: WorldMap } {
  const { least = crowd.count } = crowd;
  for (let attempt = 0; attempt < MOST_WORLDS; attempt++) {
    const map = generateWorld(random, options);
    const raised = crowd.above === undefined ? { world: map, plateau: [] } : raisePlateau(random, map);
    if (raised === undefined) continue;
    const { world, plateau } = raised;
    const count = Math.max(least, crowd.count - Math.floor(attempt / WORLDS));
    const placement = placeOnMap(random, world, { ...crowd, count }, plateau);
    if (placement !== undefined) return { world, ...placement };
  }
  const { tiles, complexity } = options;
  const side = tiles * TILE_SIZE;
  throw new NoRoomError(
    `A world of ${side} x ${side} m and complexity ${complexity} has no place for ${least} objects and an avatar.`,
  );
}
