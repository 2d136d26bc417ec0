import type { Scene } from '../scene/scene.js';
import type { SimulationSettings } from '../settings/settings.js';
import { Fan } from './view-angles.js';

/** Metres of height that are told as 1; what is higher or deeper is told as that, walls too. */
const LIMIT = 2;

/** Heights of the ground before an avatar, against its feet: `[directions, distances]`, from right to left and outwards, -1 to 1. */
export class GroundScan {
  private readonly fan: Fan;
  private readonly distances: readonly number[];

  /** @param azimuth field of view, degrees */
  constructor({ directions, distances }: NonNullable<SimulationSettings['ground']>, azimuth: number) {
    this.fan = new Fan(directions, azimuth);
    this.distances = distances;
  }

  write({ players, room, terrain }: Scene, index: number, into: Float32Array, offset: number): void {
    const player = players[index];
    const { fan, distances } = this;
    let at = offset;
    for (let k = 0; k < fan.count; k++) {
      const dirX = fan.x(k, player);
      const dirZ = fan.z(k, player);
      for (let d = 0; d < distances.length; d++) {
        const x = player.x + distances[d] * dirX;
        const z = player.z + distances[d] * dirZ;
        const inside = x >= 0 && x < room.width && z >= 0 && z < room.depth;
        const height = inside ? (terrain.height(x, z) - player.y) / LIMIT : 1;
        into[at++] = Math.min(Math.max(height, -1), 1);
      }
    }
  }
}
