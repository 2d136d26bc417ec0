import { COLOURS, MAX_OBJECTS, SHAPES } from '@open-ada/production-rules';
import { EYE_HEIGHT } from '../scene/player.js';
import type { Scene } from '../scene/scene.js';
import { ENTITY_SIZE } from '../settings/layout.js';

const POSITION_SCALE = 1 / 4;
const DISTANCE_SCALE = 1 / 8;
const VELOCITY_SCALE = 1 / 3;

/** Slots and squared distances of the objects seen, nearest first; scratch of `writeEntities`. */
const seen = new Int32Array(MAX_OBJECTS);
const squares = new Float64Array(MAX_OBJECTS);

/** Collects what a player sees, sorted by distance on the floor plane (ties by objectIndex). Returns how many. */
function collect(scene: Scene, index: number): number {
  const player = scene.players[index];
  let count = 0;
  for (let j = 0; j < scene.indexCount; j++) {
    const item = scene.items[j];
    if (item.type < 0) continue;
    if (item.holder !== index && !scene.playerSees(index, j)) continue;
    const dx = item.position.x - player.x;
    const dz = item.position.z - player.z;
    const square = dx * dx + dz * dz;
    let at = count++;
    for (; at > 0 && squares[at - 1] > square; at--) {
      squares[at] = squares[at - 1];
      seen[at] = seen[at - 1];
    }
    squares[at] = square;
    seen[at] = j;
  }
  return count;
}

/**
 * Writes what a player sees of the objects: `[maxEntities, ENTITY_SIZE]`, nearest first, zeros after the last.
 * Position, velocity: right, up, forward in the body frame (up from the eye). `into` must be zero there.
 */
export function writeEntities(scene: Scene, index: number, into: Float32Array, offset: number, most: number): void {
  const player = scene.players[index];
  const count = Math.min(collect(scene, index), most);
  for (let k = 0; k < count; k++) {
    const item = scene.items[seen[k]];
    const { position, velocity, type } = item;
    const dx = position.x - player.x;
    const dz = position.z - player.z;
    const right = player.right(dx, dz);
    const forward = player.forward(dx, dz);
    const distance = Math.sqrt(squares[k]);
    let at = offset + k * ENTITY_SIZE;
    into[at++] = 1;
    const shape = (type / COLOURS.length) | 0;
    into[at + shape] = 1;
    at += SHAPES.length;
    into[at + type - shape * COLOURS.length] = 1;
    at += COLOURS.length;
    into[at++] = item.size;
    into[at++] = item.frozen ? 1 : 0;
    into[at++] = item.holder === index ? 1 : 0;
    into[at++] = right * POSITION_SCALE;
    into[at++] = (position.y - (player.y + EYE_HEIGHT)) * POSITION_SCALE;
    into[at++] = forward * POSITION_SCALE;
    into[at++] = distance * DISTANCE_SCALE;
    into[at++] = distance > 0 ? right / distance : 0;
    into[at++] = distance > 0 ? forward / distance : 1;
    into[at++] = player.right(velocity.x, velocity.z) * VELOCITY_SCALE;
    into[at++] = velocity.y * VELOCITY_SCALE;
    into[at] = player.forward(velocity.x, velocity.z) * VELOCITY_SCALE;
  }
}
