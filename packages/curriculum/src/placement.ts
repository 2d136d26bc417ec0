import { AVATAR_RADIUS, OBJECT_SIZE, type Random } from '@open-ada/production-rules';

/** Centres of two objects at the start are at least this far apart, metres: more than `near` (1 m), so nothing fires. */
export const OBJECT_DISTANCE = 1.25;
/** Centre of an object to the avatar's at the start, metres: neither touching nor near. */
export const AVATAR_DISTANCE = 1.1;
/** Clear space between a wall and an object or the avatar at the start, metres. */
const WALL_CLEARANCE = 0.15;
const ATTEMPTS = 200;

/** Rounded to centimetres: short in files, and exact in JSON. */
const centimetres = (metres: number): number => Math.round(metres * 100) / 100;

const isFree = (x: number, z: number, placed: readonly (readonly [number, number])[], distance: number): boolean =>
  placed.every(([px, pz]) => (x - px) * (x - px) + (z - pz) * (z - pz) >= distance * distance);

function place(
  random: Random,
  extent: number,
  half: number,
  placed: readonly (readonly [number, number])[],
  distance: number,
): [number, number] | undefined {
  const margin = half + WALL_CLEARANCE;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const x = centimetres(random.range(margin, extent - margin));
    const z = centimetres(random.range(margin, extent - margin));
    if (isFree(x, z, placed, distance)) return [x, z];
  }
  return undefined;
}

/** Start positions, metres, in a square flat room: objects of size factor 1 and one avatar. */
export interface Placement {
  objects: [number, number][];
  avatar: [number, number];
}

/**
 * Uniform positions by rejection: objects `OBJECT_DISTANCE` apart, the avatar `AVATAR_DISTANCE` from each.
 * @param extent side of the room, metres
 * @throws Error where the room is too small for so many objects
 */
export function placeAll(random: Random, extent: number, objectCount: number): Placement {
  // A crowded draw may leave no place for the last object: then all are drawn again.
  for (let round = 0; round < 100; round++) {
    const objects: [number, number][] = [];
    while (objects.length < objectCount) {
      const at = place(random, extent, OBJECT_SIZE / 2, objects, OBJECT_DISTANCE);
      if (at === undefined) break;
      objects.push(at);
    }
    const avatar = place(random, extent, AVATAR_RADIUS, objects, AVATAR_DISTANCE);
    if (objects.length === objectCount && avatar !== undefined) return { objects, avatar };
  }
  throw new Error(`A room of ${extent} x ${extent} m has no place for ${objectCount} objects and an avatar.`);
}
