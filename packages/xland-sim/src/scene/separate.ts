import { AVATAR_RADIUS } from '@open-ada/production-rules';
import { PHYSICS_DT } from '../physics/cannon-world.js';
import { STEP_HEIGHT } from './footing.js';
import { AVATAR_HEIGHT, type Player } from './player.js';
import type { SceneState } from './scene-state.js';

/** Overlap that is not worth a second look, metres. */
const TOLERANCE = 1e-9;

/**
 * Two players that walk into each other give way alike, as bodies of the same weight: each by half of the overlap. What
 * one cannot, because it stands at a wall, the other does. Nobody is moved faster than it can walk.
 */
export function separate(scene: SceneState, a: Player, b: Player): void {
  const gap = overlap(a, b);
  if (gap <= TOLERANCE) return;
  giveWay(scene, a, b, gap / 2);
  giveWay(scene, b, a, gap / 2);
  giveWay(scene, a, b, overlap(a, b));
  giveWay(scene, b, a, overlap(a, b));
}

/** How far the bodies overlap on the floor plane, metres; 0 or less if they do not, or are not at the same height. */
function overlap(a: Player, b: Player): number {
  if (a.y >= b.y + AVATAR_HEIGHT || b.y >= a.y + AVATAR_HEIGHT) return 0;
  const dx = a.x - b.x;
  const dz = a.z - b.z;
  return 2 * AVATAR_RADIUS - Math.sqrt(dx * dx + dz * dz);
}

function giveWay({ settings, barriers }: SceneState, player: Player, other: Player, metres: number): void {
  if (metres <= TOLERANCE) return;
  const dx = player.x - other.x;
  const dz = player.z - other.z;
  const distance = Math.sqrt(dx * dx + dz * dz);
  const way = Math.min(metres, settings.speed * PHYSICS_DT);
  const x = distance > 0 ? dx / distance : 1;
  const z = distance > 0 ? dz / distance : 0;
  barriers.resolve(player.x + x * way, player.z + z * way, AVATAR_RADIUS, player.y + STEP_HEIGHT);
  player.x = barriers.x;
  player.z = barriers.z;
}
