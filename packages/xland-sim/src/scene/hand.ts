import { AVATAR_RADIUS } from '@open-ada/production-rules';
import { PHYSICS_DT } from '../physics/cannon-world.js';
import { sine } from '../physics/trigonometry.js';
import type { SimulationSettings } from '../settings/settings.js';
import { groundAt, groundUnder, lowestGround } from '../world/ground.js';
import { AVATAR_HEIGHT, CARRY_CLEARANCE, EYE_HEIGHT, type Player, radians } from './player.js';
import type { SceneState } from './scene-state.js';

/** Speed at which a grabbed object moves to the hand, m/s. */
const PULL_SPEED = 9;
/** Largest speed that a released object keeps, m/s. */
const THROW_SPEED = 3;

/**
 * The hand lifts its object over obstacles up to this height above the feet, metres. It is less than the height of a
 * level.
 */
const LIFT_HEIGHT = 0.6;

/** A cone with at least this half angle of elevation counts as tall, degrees. */
export const TALL_CONE = 45;

/** Grabs, carries and releases objects. A held object is moved here; the physics solver does not know it. */
export class Hand {
  private readonly azimuth: number;
  private readonly elevation: number;
  /**
   * A tall cone reaches from the floor to the horizon, so elevation does not select an object. The crosshair is then a
   * vertical line, azimuths are measured on the floor plane, and the nearer object wins.
   */
  private readonly tall: boolean;

  constructor(private readonly settings: SimulationSettings) {
    this.azimuth = sine(radians(settings.cone.azimuth));
    this.elevation = sine(radians(settings.cone.elevation));
    this.tall = settings.cone.elevation >= TALL_CONE;
  }

  /** Grabs the object that `aim` finds. A full hand keeps its object or swaps it, depending on the settings. */
  grab(scene: SceneState, index: number): void {
    const objectIndex = this.target(scene, index);
    if (objectIndex < 0) return;
    this.release(scene, index);
    this.take(scene, index, objectIndex);
  }

  /** Index of the object that `grab` would take now. -1 if there is none, or if a full hand keeps what it holds. */
  target(scene: SceneState, index: number): number {
    const full = scene.players[index].held >= 0;
    return full && !this.settings.swap ? -1 : this.aim(scene, index);
  }

  /** Index of the object nearest to the crosshair inside the cone, within reach and in sight. -1 if there is none. */
  aim(scene: SceneState, index: number): number {
    const player = scene.players[index];
    const { reach } = this.settings;
    let best = -1;
    let bestOffset = Number.POSITIVE_INFINITY;
    for (let j = 0; j < scene.indexCount; j++) {
      const item = scene.items[j];
      if (item.type < 0 || item.holder >= 0 || item.frozen) continue;
      const dx = item.position.x - player.x;
      const dz = item.position.z - player.z;
      const dy = item.position.y - (player.y + EYE_HEIGHT);
      const square = dx * dx + dy * dy + dz * dz;
      if (square > reach * reach) continue;
      const level = player.forward(dx, dz);
      const right = player.right(dx, dz);
      const forward = this.tall ? level : level * player.lookCos + dy * player.lookSin;
      if (forward <= 0) continue;
      const up = dy * player.lookCos - level * player.lookSin;
      const across = (right * right) / (forward * forward + right * right) / (this.azimuth * this.azimuth);
      const above = (up * up) / square / (this.elevation * this.elevation);
      if (across > 1 || above > 1) continue;
      const offset = across + (this.tall ? square / (reach * reach) : above);
      if (offset < bestOffset && scene.unobstructed(index, j)) {
        best = j;
        bestOffset = offset;
      }
    }
    return best;
  }

  private take(scene: SceneState, index: number, objectIndex: number): void {
    const item = scene.items[objectIndex];
    scene.wakeAround(item);
    item.straighten();
    item.holder = index;
    item.settled = false;
    item.velocity.set(0, 0, 0);
    item.body.angularVelocity.set(0, 0, 0);
    scene.players[index].held = objectIndex;
  }

  /** Releases the object. It falls from its position with the speed at which it was carried. */
  release(scene: SceneState, index: number): void {
    const player = scene.players[index];
    if (player.held < 0) return;
    const item = scene.items[player.held];
    player.held = -1;
    item.holder = -1;
    const { velocity } = item;
    velocity.y = 0;
    const speed = velocity.length();
    if (speed > THROW_SPEED) velocity.scale(THROW_SPEED / speed, velocity);
    item.wake();
  }

  /** One physics step of carrying. The object follows the hand but stops in front of walls and other objects. */
  carry(scene: SceneState, player: Player): void {
    const { hand } = this.settings;
    if (player.handRate !== 0) {
      player.handDistance = Math.max(hand.min, Math.min(hand.max, player.handDistance + player.handRate));
    }
    if (player.held < 0) return;
    const item = scene.items[player.held];
    const { position, shape } = item;
    const { terrain, barriers } = scene;
    const wanted = shape.restHeight + CARRY_CLEARANCE + player.handDistance * player.lookSin;
    let height = Math.max(player.y + wanted, lowestGround(terrain) + shape.restHeight);
    const limit = player.y + Math.max(LIFT_HEIGHT, wanted - shape.restHeight);
    const out = this.freeDistance(scene, player, player.handDistance * player.lookCos, height, limit);
    const toX = player.x - player.sin * out;
    const toZ = player.z - player.cos * out;
    height = Math.max(height, groundUnder(terrain, toX, toZ, shape.halfWidth, limit) + shape.restHeight);
    let dx = toX - position.x;
    let dy = height - position.y;
    let dz = toZ - position.z;
    const most = PULL_SPEED * PHYSICS_DT;
    const square = dx * dx + dy * dy + dz * dz;
    if (square > most * most) {
      const scale = most / Math.sqrt(square);
      dx *= scale;
      dy *= scale;
      dz *= scale;
    }
    barriers.resolve(position.x + dx, position.z + dz, shape.footRadius, limit);
    const { x, z } = barriers;
    item.velocity.set((x - position.x) / PHYSICS_DT, dy / PHYSICS_DT, (z - position.z) / PHYSICS_DT);
    position.set(x, position.y + dy, z);
    const lowest = groundAt(terrain, x, z) + shape.restHeight;
    if (position.y < lowest) position.y = lowest;
    item.body.aabbNeedsUpdate = true;
  }

  /**
   * Distance in front of the player at which the held object fits at this height over ground up to `limit`; at most
   * `wanted` metres.
   */
  private freeDistance(scene: SceneState, player: Player, wanted: number, height: number, limit: number): number {
    const held = scene.items[player.held];
    const dirX = -player.sin;
    const dirZ = -player.cos;
    let free = scene.barriers.reach(player.x, player.z, dirX, dirZ, held.shape.footRadius, wanted, limit);
    for (let j = 0; j < scene.indexCount; j++) {
      const other = scene.items[j];
      if (other.type < 0 || other.holder >= 0) continue;
      const dx = other.position.x - player.x;
      const dz = other.position.z - player.z;
      const along = dx * dirX + dz * dirZ;
      const reach = held.shape.halfWidth + other.shape.halfWidth;
      if (along <= 0 || along - reach >= free) continue;
      const aside = dx * dx + dz * dz - along * along;
      if (aside >= reach * reach) continue;
      const { position, shape } = other;
      if (height - held.shape.restHeight >= position.y + shape.topHeight) continue;
      if (position.y - shape.restHeight >= height + held.shape.topHeight) continue;
      const stop = along - Math.sqrt(reach * reach - aside);
      if (stop < free) free = Math.max(stop, 0);
    }
    return scene.players.length > 1 ? Math.min(free, this.freeOfPlayers(scene, player, height)) : free;
  }

  /** The same for the bodies of other players. */
  private freeOfPlayers({ players, items }: SceneState, player: Player, height: number): number {
    const { shape } = items[player.held];
    let free = Number.POSITIVE_INFINITY;
    for (let p = 0; p < players.length; p++) {
      const other = players[p];
      if (other === player || height - shape.restHeight >= other.y + AVATAR_HEIGHT) continue;
      if (other.y >= height + shape.topHeight) continue;
      const dx = other.x - player.x;
      const dz = other.z - player.z;
      const along = player.forward(dx, dz);
      const reach = AVATAR_RADIUS + shape.halfWidth;
      const aside = dx * dx + dz * dz - along * along;
      if (along > 0 && aside < reach * reach) {
        free = Math.min(free, Math.max(0, along - Math.sqrt(reach * reach - aside)));
      }
    }
    return free;
  }
}
