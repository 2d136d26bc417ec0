import { CannonWorld } from './cannon-world.js';
import type { Item } from './item.js';
import { MARGIN, type RoomBodies } from './room-bodies.js';

/** Combined linear and angular speed below which a body counts as resting, m/s and rad/s. */
const REST_SPEED = 0.1;
/** Number of physics steps of rest after which a body sleeps. */
const REST_STEPS = 3;
/** Air, rolling and turning resistance: the fraction of a velocity that remains after each physics step. */
const KEEP_LINEAR = 0.98;
const KEEP_ANGULAR = 0.93;
/** Largest speed of a body, m/s. A faster body could leave the room through a wall. */
const SPEED_LIMIT = 8;

/**
 * Advances the loose objects of one scene by a physics step. Only bodies that are awake, and bodies that they may
 * meet, are passed to the solver. If all sleep, the solver is not called.
 */
export class Motion {
  constructor(private readonly world: CannonWorld = new CannonWorld()) {}

  step(items: readonly Item[], count: number, statics: RoomBodies): void {
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
    for (let i = 0; i < count; i++) if (isMoving(items[i])) this.pairUp(items, count, i, statics);
    world.advance();
    for (let i = 0; i < count; i++) if (isMoving(items[i])) finish(items[i], statics);
  }

  /**
   * Wakes the sleeping bodies that a moving body is about to meet. A body that hardly moves treats them as immovable.
   */
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

  private pairUp(items: readonly Item[], count: number, index: number, statics: RoomBodies): void {
    const { world } = this;
    const item = items[index];
    statics.pair(world, item);
    for (let j = 0; j < count; j++) {
      const other = items[j];
      if (other.type < 0 || other.holder >= 0 || j === index || (j < index && isMoving(other))) continue;
      if (closeBy(item, other)) world.pair(item.body, other.body);
    }
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

/** Applies resistance, limits and sleeping after the solver has moved an awake body. */
function finish(item: Item, statics: RoomBodies): void {
  const { body, velocity } = item;
  const spin = body.angularVelocity;
  velocity.scale(KEEP_LINEAR, velocity);
  spin.scale(KEEP_ANGULAR, spin);
  const speed = velocity.lengthSquared();
  if (speed > SPEED_LIMIT * SPEED_LIMIT) velocity.scale(SPEED_LIMIT / Math.sqrt(speed), velocity);
  statics.contain(item);
  if (velocity.lengthSquared() + spin.lengthSquared() >= REST_SPEED * REST_SPEED) {
    item.restSteps = 0;
  } else if (++item.restSteps >= REST_STEPS) {
    item.restSteps = 0;
    body.sleep();
  }
}
