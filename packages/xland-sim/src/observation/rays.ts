import { AVATAR_HEIGHT, AVATAR_RADIUS } from '@open-ada/production-rules';
import type { Scene } from '../scene/scene.js';
import { featureOf, scaleOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationPart } from '../settings/specs.js';
import { castLevel, metRamp } from '../world/ground.js';
import { Fan } from './view-angles.js';

/** Value of a ramp in the feature `wall`. Unlike a wall (1), it can be walked on. */
const RAMP = 0.5;

/**
 * Horizontal rays over the field of view, for each height above the feet, from right to left. Another player stops a ray
 * as well; neither `wall` nor `object` is then set.
 */
export class Rays {
  private readonly fan: Fan;
  private readonly heights: readonly number[];
  private readonly row: number;
  /** Length of a ray, metres: the scale of the feature `distance`. */
  private readonly range: number;
  private readonly distance: number;
  private readonly wall: number;
  private readonly object: number;

  constructor(
    private readonly part: ObservationPart,
    { rays, fieldOfView }: SimulationSettings,
  ) {
    this.fan = new Fan(rays.count, fieldOfView.azimuth);
    this.heights = rays.heights;
    this.row = part.shape[1];
    this.range = scaleOf(part, 'distance');
    this.distance = featureOf(part, 'distance').offset;
    this.wall = featureOf(part, 'wall').offset;
    this.object = featureOf(part, 'object').offset;
  }

  /**
   * @param into must be zero in this part
   * @param base first float of the observation
   */
  write(scene: Scene, index: number, into: Float32Array, base: number): void {
    const player = scene.players[index];
    const { terrain } = scene;
    const { fan, range, row } = this;
    let at = base + this.part.offset;
    for (let h = 0; h < this.heights.length; h++) {
      const height = player.y + this.heights[h];
      for (let k = 0; k < fan.count; k++, at += row) {
        const dirX = fan.x(k, player);
        const dirZ = fan.z(k, player);
        const wall = castLevel(terrain, player.x, height, player.z, dirX, dirZ, range);
        const object = nearestObject(scene, index, dirX, dirZ, height, wall);
        const avatar = scene.players.length > 1 ? otherPlayer(scene, index, dirX, dirZ, height) : range;
        into[at + this.distance] = Math.min(wall, object, avatar) / range;
        if (avatar < wall && avatar < object) continue;
        if (object < wall) into[at + this.object] = 1;
        else if (wall < range) into[at + this.wall] = metRamp(terrain) ? RAMP : 1;
      }
    }
  }
}

/** Distance to the first object footprint at this height in a horizontal unit direction. `far` if there is none. */
function nearestObject(scene: Scene, index: number, dirX: number, dirZ: number, height: number, far: number): number {
  const { x, z } = scene.players[index];
  let best = far;
  for (let j = 0; j < scene.indexCount; j++) {
    const item = scene.items[j];
    if (item.type < 0 || item.holder === index) continue;
    const { position, shape } = item;
    const dx = position.x - x;
    const dz = position.z - z;
    const along = dx * dirX + dz * dirZ;
    const radius = shape.footRadius;
    if (along <= 0 || along - radius >= best) continue;
    const aside = dx * dx + dz * dz - along * along;
    if (aside >= radius * radius) continue;
    if (height < position.y - shape.restHeight || height > position.y + shape.topHeight) continue;
    const hit = along - Math.sqrt(radius * radius - aside);
    if (hit < best) best = Math.max(hit, 0);
  }
  return best;
}

/** Distance to the body of another player at this height in a horizontal unit direction. Infinity if there is none. */
function otherPlayer({ players }: Scene, index: number, dirX: number, dirZ: number, height: number): number {
  const { x, z } = players[index];
  let best = Number.POSITIVE_INFINITY;
  for (let p = 0; p < players.length; p++) {
    const other = players[p];
    if (p === index || height < other.y || height > other.y + AVATAR_HEIGHT) continue;
    const dx = other.x - x;
    const dz = other.z - z;
    const along = dx * dirX + dz * dirZ;
    const aside = dx * dx + dz * dz - along * along;
    if (along <= 0 || aside >= AVATAR_RADIUS * AVATAR_RADIUS) continue;
    best = Math.min(best, Math.max(0, along - Math.sqrt(AVATAR_RADIUS * AVATAR_RADIUS - aside)));
  }
  return best;
}
