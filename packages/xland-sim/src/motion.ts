import { TILE_SIZE } from '@open-ada/production-rules';
import { FrameWorld } from './frame-world.js';
import type { Item } from './item.js';
import type { Room } from './room.js';
import type { RoomBodies } from './room-bodies.js';

/** Bodies whose bounds come this close are handed to the solver together, metres. */
const MARGIN = 0.03;
/** Speed of velocity plus rotation below which a body counts as resting, m/s and rad/s. */
const REST_SPEED = 0.1;
/** Frames of rest after which a body sleeps. */
const REST_FRAMES = 3;
/** Air, rolling and turning resistance: what remains of a velocity after each frame. */
const KEEP_LINEAR = 0.98;
const KEEP_ANGULAR = 0.93;
/** How near a wall a body's centre may come, by half its width. */
const WALL_INSET = 0.9;
/** No body moves faster, m/s: it could leave the room through a wall. */
const SPEED_LIMIT = 8;

/**
 * Moves the loose objects of one scene by a frame. Only bodies that are awake, and what they may meet, reach the solver;
 * where all sleep, there is no step at all.
 */
export class Motion {
  constructor(private readonly world: FrameWorld = new FrameWorld()) {}

  step(items: readonly Item[], count: number, room: Room, statics: RoomBodies): void {
    const { world } = this;
    let awake = 0;
    for (let i = 0; i < count; i++) if (isMoving(items[i])) awake++;
    if (awake === 0) return;
    world.begin();
    world.include(statics.floor);
    for (let i = 0; i < count; i++) if (isMoving(items[i])) this.wakeNeighbours(items, count, i);
    for (let i = 0; i < count; i++) {
      const item = items[i];
      if (item.type < 0 || item.holder >= 0) continue;
      if (!isMoving(item)) {
        if (meetsMoving(items, count, i)) world.include(item.body);
        continue;
      }
      world.include(item.body);
    }
    for (let i = 0; i < count; i++) if (isMoving(items[i])) this.pairUp(items, count, i, room, statics);
    world.advance();
    for (let i = 0; i < count; i++) if (isMoving(items[i])) finish(items[i], room);
  }

  /** A body that moves wakes the sleepers it is about to meet; one that hardly moves treats them as immovable. */
  private wakeNeighbours(items: readonly Item[], count: number, index: number): void {
    const mover = items[index];
    if (mover.velocity.lengthSquared() < REST_SPEED * REST_SPEED) return;
    for (let j = 0; j < count; j++) {
      const other = items[j];
      if (
        j !== index &&
        other.type >= 0 &&
        other.holder < 0 &&
        other.sleeping &&
        !other.frozen &&
        closeBy(mover, other)
      ) {
        other.wake();
      }
    }
  }

  private pairUp(items: readonly Item[], count: number, index: number, room: Room, statics: RoomBodies): void {
    const { world } = this;
    const item = items[index];
    const { position, body } = item;
    const reach = item.shape.boundingRadius + MARGIN;
    if (position.y < reach) world.pair(statics.floor, body);
    this.pairWall(position.x < reach, statics, 0, item);
    this.pairWall(position.x > room.width - reach, statics, 1, item);
    this.pairWall(position.z < reach, statics, 2, item);
    this.pairWall(position.z > room.depth - reach, statics, 3, item);
    for (let t = 0; t < room.tiles.length; t += 2) {
      const dx = position.x - room.tiles[t] - TILE_SIZE / 2;
      const dz = position.z - room.tiles[t + 1] - TILE_SIZE / 2;
      if (Math.abs(dx) > TILE_SIZE / 2 + reach || Math.abs(dz) > TILE_SIZE / 2 + reach) continue;
      this.includeOnce(statics.tiles[t / 2]);
      world.pair(statics.tiles[t / 2], body);
    }
    for (let j = 0; j < count; j++) {
      const other = items[j];
      if (other.type < 0 || other.holder >= 0 || j === index || (j < index && isMoving(other))) continue;
      if (closeBy(item, other)) world.pair(body, other.body);
    }
  }

  private pairWall(near: boolean, statics: RoomBodies, wall: number, item: Item): void {
    if (!near) return;
    this.includeOnce(statics.walls[wall]);
    this.world.pair(statics.walls[wall], item.body);
  }

  private includeOnce(body: FrameWorld['bodies'][number]): void {
    const { bodies } = this.world;
    if (bodies[body.index] !== body) this.world.include(body);
  }
}

const isMoving = (item: Item): boolean => item.type >= 0 && item.holder < 0 && !item.frozen && !item.sleeping;

function closeBy(a: Item, b: Item): boolean {
  const dx = a.position.x - b.position.x;
  const dy = a.position.y - b.position.y;
  const dz = a.position.z - b.position.z;
  const reach = a.shape.boundingRadius + b.shape.boundingRadius + MARGIN;
  return dx * dx + dy * dy + dz * dz < reach * reach;
}

function meetsMoving(items: readonly Item[], count: number, index: number): boolean {
  for (let j = 0; j < count; j++) if (j !== index && isMoving(items[j]) && closeBy(items[index], items[j])) return true;
  return false;
}

/** Resistance, limits and falling asleep, after the solver has moved an awake body. */
function finish(item: Item, room: Room): void {
  const { body, position, velocity } = item;
  const spin = body.angularVelocity;
  velocity.scale(KEEP_LINEAR, velocity);
  spin.scale(KEEP_ANGULAR, spin);
  const speed = velocity.lengthSquared();
  if (speed > SPEED_LIMIT * SPEED_LIMIT) velocity.scale(SPEED_LIMIT / Math.sqrt(speed), velocity);
  // The solver lets bodies sink a little into walls; their centres never leave the room.
  const inset = WALL_INSET * item.shape.halfWidth;
  if (room.resolve(position.x, position.z, inset)) {
    position.x = room.x;
    position.z = room.z;
  }
  if (position.y < 0) {
    position.y = item.shape.restHeight;
    if (velocity.y < 0) velocity.y = 0;
  }
  if (velocity.lengthSquared() + spin.lengthSquared() >= REST_SPEED * REST_SPEED) {
    item.restFrames = 0;
  } else if (++item.restFrames >= REST_FRAMES) {
    item.restFrames = 0;
    body.sleep();
  }
}
