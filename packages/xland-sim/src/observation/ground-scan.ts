import type { Scene } from '../scene/scene.js';
import { featureOf, scaleOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationPart } from '../settings/specs.js';
import { Fan } from './view-angles.js';

/**
 * Heights of the ground in front of an avatar, relative to its feet: `[directions, distances]`, from right to left and
 * from near to far, in -1 to 1.
 */
export class GroundScan {
  private readonly fan: Fan;
  private readonly distances: readonly number[];
  private readonly first: number;
  /** Height that is reported as 1, metres. Higher ground, lower ground and walls are clipped to it. */
  private readonly limit: number;

  /** @param azimuth field of view, degrees */
  constructor(
    part: ObservationPart,
    { directions, distances }: NonNullable<SimulationSettings['ground']>,
    azimuth: number,
  ) {
    this.fan = new Fan(directions, azimuth);
    this.distances = distances;
    this.first = part.offset + featureOf(part, 'height').offset;
    this.limit = scaleOf(part, 'height');
  }

  /** @param base first float of the observation */
  write({ players, room, terrain }: Scene, index: number, into: Float32Array, base: number): void {
    const player = players[index];
    const { fan, distances, limit } = this;
    let at = base + this.first;
    for (let k = 0; k < fan.count; k++) {
      const dirX = fan.x(k, player);
      const dirZ = fan.z(k, player);
      for (let d = 0; d < distances.length; d++) {
        const x = player.x + distances[d] * dirX;
        const z = player.z + distances[d] * dirZ;
        const inside = x >= 0 && x < room.width && z >= 0 && z < room.depth;
        const height = inside ? (terrain.height(x, z) - player.y) / limit : 1;
        into[at++] = Math.min(Math.max(height, -1), 1);
      }
    }
  }
}
