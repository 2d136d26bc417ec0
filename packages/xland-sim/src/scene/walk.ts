import { AVATAR_RADIUS } from '@open-ada/production-rules';
import { PHYSICS_DT } from '../physics/cannon-world.js';
import { STEP_HEIGHT } from './footing.js';
import type { Player } from './player.js';
import { radians } from './player.js';
import type { SceneState } from './scene-state.js';

/** Speed at which an overlapping object moves away even from a standing player, m/s per metre of overlap. */
const GIVE_WAY = 6;

/** One physics step of a player's own motion: turn, look, walk up to the walls, push objects. */
export function walk(scene: SceneState, player: Player): void {
  if (player.turnRate !== 0) player.setHeading(player.heading + player.turnRate);
  if (player.lookRate !== 0) {
    const limit = radians(scene.settings.look.limit);
    player.setLook(Math.max(-limit, Math.min(limit, player.look + player.lookRate)));
  }
  let vx = 0;
  let vz = 0;
  if (player.walk !== 0 || player.strafe !== 0) {
    vx = -player.sin * player.walk + player.cos * player.strafe;
    vz = -player.cos * player.walk - player.sin * player.strafe;
  }
  if (scene.terrain.flat) {
    if (vx !== 0 || vz !== 0) {
      scene.room.resolve(player.x + vx * PHYSICS_DT, player.z + vz * PHYSICS_DT, AVATAR_RADIUS);
      player.x = scene.room.x;
      player.z = scene.room.z;
    }
  } else {
    climb(scene, player, vx, vz);
  }
  shove(scene, player, vx, vz);
}

/**
 * Walks up to obstacles that are too high to step on. A player that falls past an edge may still overlap it. It is then
 * moved out of the face, at most at walking speed.
 */
function climb(scene: SceneState, player: Player, vx: number, vz: number): void {
  const { barriers, settings } = scene;
  barriers.resolve(player.x + vx * PHYSICS_DT, player.z + vz * PHYSICS_DT, AVATAR_RADIUS, player.y + STEP_HEIGHT);
  const dx = barriers.x - player.x;
  const dz = barriers.z - player.z;
  const most = settings.speed * PHYSICS_DT;
  const square = dx * dx + dz * dz;
  const scale = square > most * most ? most / Math.sqrt(square) : 1;
  player.x += dx * scale;
  player.z += dz * scale;
}

/** Cosine of the angle to the walking direction within which an object is pushed as by a flat chest. */
const CHEST = 0.8;

/**
 * Loose objects in the player's way take over its speed: all of it in front, otherwise the part along the line between
 * the two.
 */
function shove(scene: SceneState, player: Player, vx: number, vz: number): void {
  const speed = Math.sqrt(vx * vx + vz * vz);
  for (let j = 0; j < scene.indexCount; j++) {
    const item = scene.items[j];
    if (item.type < 0 || item.holder >= 0 || item.frozen) continue;
    const dx = item.position.x - player.x;
    const dz = item.position.z - player.z;
    const reach = AVATAR_RADIUS + item.shape.footRadius;
    const square = dx * dx + dz * dz;
    if (square >= reach * reach || !scene.level(player, item)) continue;
    const distance = Math.sqrt(square);
    const nx = distance > 0 ? dx / distance : 1;
    const nz = distance > 0 ? dz / distance : 0;
    const towards = vx * nx + vz * nz;
    const wanted = Math.max(towards, (reach - distance) * GIVE_WAY);
    const { velocity } = item;
    const gain = wanted - (velocity.x * nx + velocity.z * nz);
    if (gain <= 0) continue;
    if (item.sleeping) item.wake();
    if (towards === wanted && towards > CHEST * speed) {
      velocity.x = vx;
      velocity.z = vz;
    } else {
      velocity.x += gain * nx;
      velocity.z += gain * nz;
    }
  }
}
