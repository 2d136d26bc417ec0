import { PHYSICS_DT } from '../physics/cannon-world.js';
import { groundAt } from '../world/ground.js';
import type { Terrain } from '../world/terrain.js';
import type { Player } from './player.js';

/** Largest step up or down that an avatar takes without falling, metres. It is less than the height of a level. */
export const STEP_HEIGHT = 0.3;

/** m/s^2 */
const GRAVITY = 9.81;

/**
 * One physics step of an avatar's vertical motion. Its feet follow the ground under its centre, or it falls freely
 * until it lands. A fall causes no damage.
 */
export function followGround(terrain: Terrain, player: Player): void {
  const ground = groundAt(terrain, player.x, player.z);
  const before = player.y;
  if (player.falling === 0 && ground >= before - STEP_HEIGHT) {
    player.y = ground;
  } else {
    player.falling += GRAVITY * PHYSICS_DT;
    player.y -= player.falling * PHYSICS_DT;
    if (player.y <= ground) {
      player.y = ground;
      player.falling = 0;
    }
  }
  player.vy = (player.y - before) / PHYSICS_DT;
}
