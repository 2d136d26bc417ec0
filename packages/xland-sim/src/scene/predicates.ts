import { AVATAR_CENTRE, AVATAR_HEIGHT, AVATAR_RADIUS, EYE_HEIGHT, NEAR_DISTANCE } from '@open-ada/production-rules';
import { footprintsTouch, itemsTouch } from '../physics/contact.js';
import type { Item } from '../physics/item.js';
import { segmentMeets, segmentMeetsCylinder } from '../physics/sight.js';
import type { Player } from './player.js';
import type { SceneState } from './scene-state.js';

// The meaning of near, touching and see (docs/task-files.md, P1 to P4). `hold` is whatever the hand holds.

/** Whether the centres are at most `NEAR_DISTANCE` apart. */
export function near(a: Item, b: Item): boolean {
  return a.position.distanceSquared(b.position) <= NEAR_DISTANCE * NEAR_DISTANCE;
}

/** The same for a player, whose centre is `AVATAR_CENTRE` above the feet. */
export function playerNear({ x, y, z }: Player, { position }: Item): boolean {
  const dx = position.x - x;
  const dy = position.y - (y + AVATAR_CENTRE);
  const dz = position.z - z;
  return dx * dx + dy * dy + dz * dz <= NEAR_DISTANCE * NEAR_DISTANCE;
}

/** Whether the surfaces are in contact. */
export function touching(a: Item, b: Item): boolean {
  return itemsTouch(a, b);
}

/** Whether the footprints are in contact and at the same height. */
export function playerTouching(scene: SceneState, player: Player, item: Item): boolean {
  return scene.level(player, item) && footprintsTouch(item, player.x, player.z, AVATAR_RADIUS);
}

/** Whether nothing is between the centres of two objects. Avatars obstruct as well. */
export function sees(scene: SceneState, a: number, b: number): boolean {
  const from = scene.items[a].position;
  const to = scene.items[b].position;
  if (hidden(scene, from.x, from.y, from.z, to.x, to.y, to.z, a, b, -1)) return false;
  for (let p = 0; p < scene.players.length; p++) {
    const { x, y, z } = scene.players[p];
    if (segmentMeetsCylinder(x, y, z, AVATAR_RADIUS, AVATAR_HEIGHT, from.x, from.y, from.z, to.x, to.y, to.z))
      return false;
  }
  return true;
}

/** Whether the object is in view and nothing is between the eye and its centre. */
export function playerSees(scene: SceneState, player: number, objectIndex: number): boolean {
  return (
    scene.view.contains(scene.players[player], scene.items[objectIndex]) && unobstructed(scene, player, objectIndex)
  );
}

/**
 * Whether a point is in view and nothing is between the eye and it.
 * @param except index of an object that does not obstruct, or -1
 */
export function playerSeesPoint(
  scene: SceneState,
  player: number,
  x: number,
  y: number,
  z: number,
  except: number,
): boolean {
  const viewer = scene.players[player];
  if (!scene.view.containsPoint(viewer, x, y, z)) return false;
  return !hidden(scene, viewer.x, viewer.y + EYE_HEIGHT, viewer.z, x, y, z, except, viewer.held, player);
}

/** The same where only ground and walls obstruct. */
export function playerOverlooks(
  { view, terrain, players }: SceneState,
  player: number,
  x: number,
  y: number,
  z: number,
): boolean {
  const viewer = players[player];
  return view.containsPoint(viewer, x, y, z) && !terrain.blocks(viewer.x, viewer.y + EYE_HEIGHT, viewer.z, x, y, z);
}

/** Whether another player's head is in view and neither ground nor objects are in the way. */
export function playerSeesPlayer(scene: SceneState, viewer: number, other: number): boolean {
  const { view, players } = scene;
  const player = players[viewer];
  const { x, y, z } = players[other];
  if (!view.containsPoint(player, x, y + EYE_HEIGHT, z)) return false;
  return !hidden(scene, player.x, player.y + EYE_HEIGHT, player.z, x, y + EYE_HEIGHT, z, player.held, -1, -1);
}

/** Whether nothing is between a player's eye and an object. The object that the player holds never obstructs. */
export function unobstructed(scene: SceneState, player: number, objectIndex: number): boolean {
  const { x, y, z, held } = scene.players[player];
  const { position } = scene.items[objectIndex];
  return !hidden(scene, x, y + EYE_HEIGHT, z, position.x, position.y, position.z, objectIndex, held, player);
}

/**
 * Whether ground, walls, objects or players are between two points.
 * @param except index of an object that does not obstruct; likewise `alsoExcept`
 * @param viewer index of a player that does not obstruct; -1: no player is looked at here
 */
function hidden(
  scene: SceneState,
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
  except: number,
  alsoExcept: number,
  viewer: number,
): boolean {
  const { terrain, items, players } = scene;
  if (terrain.blocks(ax, ay, az, bx, by, bz)) return true;
  for (let j = 0; j < scene.indexCount; j++) {
    const item = items[j];
    if (item.type < 0 || j === except || j === alsoExcept) continue;
    if (segmentMeets(item, ax, ay, az, bx, by, bz)) return true;
  }
  if (viewer < 0 || players.length === 1) return false;
  for (let p = 0; p < players.length; p++) {
    if (p === viewer) continue;
    const { x, y, z } = players[p];
    if (segmentMeetsCylinder(x, y, z, AVATAR_RADIUS, AVATAR_HEIGHT, ax, ay, az, bx, by, bz)) return true;
  }
  return false;
}
